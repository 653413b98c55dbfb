import { Refusal, type Mode } from '#libs/kernel';
import { assertUnchanged, saveAggregate, type AggregateRow, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { subscriptionNotFound } from '../domain/refusals.js';
import { evolveSubscription, type Subscription, type SubscriptionEvent } from '../domain/subscription.js';
import { publishSubscriptionEvent } from '../published-events.js';
import { SubscriptionRow } from './subscription.row.js';

@Injectable()
export class Subscriptions {
  add(tx: Tx, mode: Mode, events: readonly SubscriptionEvent[]): Promise<SubscriptionRow> {
    const id = tx.newId();
    return this.save(tx, { id, version: 0, mode, correlationId: id, createdAt: tx.now }, null, events);
  }

  /** @throws Refusal `subscription/not-found` (404), `request/changed-meanwhile` (412), and what `decide` refuses */
  async update(
    tx: Tx,
    id: string,
    decide: (state: Subscription) => readonly SubscriptionEvent[],
  ): Promise<SubscriptionRow> {
    const row = await this.lock(tx, id);
    assertUnchanged(tx, row);
    const events = decide(row);
    return events.length === 0 ? row : this.save(tx, row, row, events);
  }

  /** @throws Refusal `subscription/not-found` (404) */
  async lock(tx: Tx, id: string): Promise<SubscriptionRow> {
    const row = await tx.lock(SubscriptionRow, id);
    if (!row) throw new Refusal(subscriptionNotFound);
    return row;
  }

  /** How many an organization has; until the commit, nobody else of it makes one. */
  async count(tx: Tx, organizationId: string): Promise<number> {
    tx.write(`select pg_advisory_xact_lock(hashtextextended('subscriptions ' || $1, 0))`, [organizationId]);
    const [existing] = await tx.query<{ count: number }>(
      `select count(*)::int as count from subscription where organization_id = $1 and state <> 'deleted'`,
      [organizationId],
    );
    return existing!.count;
  }

  private save(
    tx: Tx,
    { id, version, mode, correlationId, createdAt }: AggregateRow & { createdAt: Date },
    before: Subscription | null,
    events: readonly SubscriptionEvent[],
  ): Promise<SubscriptionRow> {
    const after = events.reduce<Subscription | null>(evolveSubscription, before)!;
    return saveAggregate<SubscriptionRow>(tx, {
      entity: SubscriptionRow,
      aggregate: 'subscription',
      row: { ...after, id, version, mode, correlationId, createdAt },
      published: events.map((event) => publishSubscriptionEvent(id, event, after)),
      parties: [{ organizationId: after.organizationId, capacity: 'self' }],
    });
  }
}
