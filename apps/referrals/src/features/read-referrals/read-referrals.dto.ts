import { IsId, PageQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ReferralAnswer } from '../../persistence/referral-answer.js';

const states = [
  'draft',
  'awaiting_consent_check',
  'sent',
  'received',
  'escalated_hub',
  'escalated_national',
  'accepted',
  'scheduled',
  'in_service',
  'completed',
  'declined',
  'cancelled',
  'expired',
  'withdrawn',
];

export class ReferralsFilter extends PageQuery {
  @ApiPropertyOptional({ enum: states })
  @IsOptional()
  @IsIn(states)
  state?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Referrals of this liaison request / Aiguillages de cette demande de liaison',
  })
  @IsOptional()
  @IsId()
  requestId?: string;

  @ApiPropertyOptional({ enum: ['me'] })
  @IsOptional()
  @IsIn(['me'])
  waiting?: 'me';
}

export class ReferralPage {
  @ApiProperty({ type: [ReferralAnswer] })
  items!: ReferralAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
