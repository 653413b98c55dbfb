import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class PlaceHoldBody {
  @ApiProperty({ format: 'uuid', description: 'The offer you choose / L’offre que vous choisissez' })
  @IsUUID()
  offerId!: string;
}
