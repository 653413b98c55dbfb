import { codesOf, referralCancelReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class CancelReferralBody {
  @ApiProperty({ enum: codesOf(referralCancelReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(referralCancelReasons))
  reasonCode!: string;
}
