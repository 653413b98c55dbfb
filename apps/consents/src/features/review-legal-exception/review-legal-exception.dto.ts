import { codesOf, exceptionVerdicts } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class ReviewLegalExceptionBody {
  @ApiProperty({ enum: codesOf(exceptionVerdicts) })
  @IsIn(codesOf(exceptionVerdicts))
  verdict!: string;
}
