import { IsTime } from '#libs/platform';
import { ApiProperty } from '@nestjs/swagger';

export class RecordAgreementBody {
  @ApiProperty({
    format: 'date-time',
    description: 'Last moment of the agreement / Dernier moment de l’entente',
    example: '2027-11-24T15:00:00.000Z',
  })
  @IsTime()
  until!: string;
}
