import { codesOf, standingReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class SuspendOrganizationBody {
  @ApiProperty({ enum: codesOf(standingReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(standingReasons))
  reasonCode!: string;
}
