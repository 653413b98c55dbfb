import { codesOf, releaseReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class ReleaseHoldBody {
  @ApiProperty({ enum: codesOf(releaseReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(releaseReasons))
  reasonCode!: string;
}
