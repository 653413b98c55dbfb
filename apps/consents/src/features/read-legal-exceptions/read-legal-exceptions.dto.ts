import { PageQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';

export class LegalExceptionsFilter extends PageQuery {
  @ApiPropertyOptional({
    enum: ['review'],
    description: 'Those that nobody has reviewed / Celles que personne n’a examinées',
  })
  @IsOptional()
  @IsIn(['review'])
  waiting?: 'review';
}

export class LegalExceptionPage {
  @ApiProperty({ type: [LegalExceptionAnswer] })
  items!: LegalExceptionAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
