import { codesOf, withdrawalReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class WithdrawHoldBody {
  @ApiProperty({ enum: codesOf(withdrawalReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(withdrawalReasons))
  reasonCode!: string;
}
