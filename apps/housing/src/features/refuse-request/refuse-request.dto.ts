import { codesOf, offerRefusalReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class RefuseRequestBody {
  @ApiProperty({ enum: codesOf(offerRefusalReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(offerRefusalReasons))
  reasonCode!: string;
}
