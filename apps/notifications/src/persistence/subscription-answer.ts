import { modes, type Mode } from '#libs/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Audience, SubscriptionState } from '../domain/subscription.js';
import type { SubscriptionRow } from './subscription.row.js';

const states = ['pending_verification', 'active', 'paused', 'disabled', 'deleted'] as const;

export const audiences = ['parties', 'public'] as const satisfies readonly Audience[];

export class SubscriptionAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  version!: number;
  @ApiProperty({ enum: states })
  state!: SubscriptionState;
  @ApiProperty({ enum: modes })
  mode!: Mode;
  @ApiProperty({ example: 'https://partner.example/events' })
  url!: string;
  @ApiProperty({ isArray: true, type: String, example: ['*'] })
  eventTypes!: readonly string[];
  @ApiProperty({ enum: audiences })
  audience!: Audience;
  @ApiProperty({ nullable: true, type: String })
  disabledReason!: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

/** The one answer that shows the signing secret. */
export class SubscriptionWithSecret extends SubscriptionAnswer {
  @ApiPropertyOptional({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    description:
      'Signs each notice (Standard Webhooks); shown here alone / Signe chaque avis (Standard Webhooks); montré ici seulement',
  })
  secret!: string;
}

export class SubscriptionPage {
  @ApiProperty({ type: [SubscriptionAnswer] })
  items!: SubscriptionAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}

export function subscriptionAnswer(row: SubscriptionRow): SubscriptionAnswer {
  const { id, version, state, mode, url, eventTypes, audience, disabledReason, createdAt } = row;
  return {
    id,
    version,
    state,
    mode,
    url,
    eventTypes,
    audience,
    disabledReason,
    createdAt: createdAt.toISOString(),
  };
}
