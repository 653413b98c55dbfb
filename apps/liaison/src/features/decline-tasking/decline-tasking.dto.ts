import { codesOf, taskingDeclineReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class DeclineTaskingBody {
  @ApiProperty({ enum: codesOf(taskingDeclineReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(taskingDeclineReasons))
  reasonCode!: string;
}
