import { codesOf, referralDeclineReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class DeclineReferralBody {
  @ApiProperty({ enum: codesOf(referralDeclineReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(referralDeclineReasons))
  reasonCode!: string;
}
