import { codesOf, releaseReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class CancelHousingRequestBody {
  @ApiProperty({ enum: codesOf(releaseReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(releaseReasons))
  reasonCode!: string;
}
