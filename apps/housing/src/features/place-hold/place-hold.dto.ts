import { IsId } from '#libs/platform';
import { ApiProperty } from '@nestjs/swagger';

export class PlaceHoldBody {
  @ApiProperty({ format: 'uuid', description: 'The offer you choose / L’offre que vous choisissez' })
  @IsId()
  offerId!: string;
}
