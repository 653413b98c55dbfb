import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Audience, DisabledReason, SubscriptionState } from '../domain/subscription.js';

@Entity({ name: 'subscription' })
export class SubscriptionRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text' })
  state!: SubscriptionState;
  @Column({ type: 'uuid', name: 'organization_id' })
  organizationId!: string;
  @Column({ type: 'text' })
  url!: string;
  @Column({ type: 'jsonb', name: 'event_types' })
  eventTypes!: readonly string[];
  @Column({ type: 'text' })
  audience!: Audience;
  @Column({ type: 'int', name: 'notices_told' })
  noticesTold!: number;
  @Column({ type: 'int', name: 'exhausted_in_a_row' })
  exhaustedInARow!: number;
  @Column({ type: 'text', name: 'disabled_reason', nullable: true })
  disabledReason!: DisabledReason | null;
  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
