import { IsId, PageQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ConsentAnswer } from '../../persistence/grant-answer.js';

export class ConsentsFilter extends PageQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Consents of this person / Consentements de cette personne',
  })
  @IsOptional()
  @IsId()
  participantRef?: string;

  @ApiPropertyOptional({ enum: ['live'] })
  @IsOptional()
  @IsIn(['live'])
  state?: 'live';
}

export class ConsentPage {
  @ApiProperty({ type: [ConsentAnswer] })
  items!: ConsentAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
