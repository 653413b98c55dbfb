import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601 } from 'class-validator';

export class RecordAgreementBody {
  @ApiProperty({
    format: 'date-time',
    description: 'Last moment of the agreement / Dernier moment de l’entente',
    example: '2027-11-24T15:00:00.000Z',
  })
  @IsISO8601({ strict: true })
  until!: string;
}
