import { IsId, PageQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { TaskingAnswer } from '../../persistence/tasking-answer.js';

export class TaskingsFilter extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsId()
  requestId?: string;

  @ApiPropertyOptional({ enum: ['me'] })
  @IsOptional()
  @IsIn(['me'])
  waiting?: 'me';
}

export class TaskingPage {
  @ApiProperty({ type: [TaskingAnswer] })
  items!: TaskingAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
