import { ReferralRecalled } from '#libs/contracts';
import type { Mode } from '#libs/kernel';
import { appendEvent, wakeable, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import type { AttemptOutcome, DeliveryState, Verdict } from '../domain/delivery.js';
import { wants } from '../domain/subscription.js';
import { deliveryDeadLettered } from '../published-events.js';
import type { OutwardEvent, Told } from './feed.js';
import { isToldOf, mayHaveOf } from './known-organizations.js';

/** Asks an endpoint to give back what it was sent (R64); a delivery like any other, but never in a feed. */
export const challengeType = 'notifications.endpoint-challenge.v1';

/** One delivery that this process may attempt now, and alone, until its lease ends. */
export interface TakenDelivery {
  readonly id: string;
  readonly subscriptionId: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly eventId: string;
  readonly type: string;
  readonly body: string;
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Deliveries of the subscription that were given up in a row. */
  readonly exhaustedInARow: number;
  /** The world's time, which the receiver compares with its own; hub_now() may be moved here. */
  readonly sentAt: Date;
}

/** How many more this process may have under way. */
export interface Room {
  readonly all: number;
  /** Of those that are not the first of their subscription. */
  readonly further: number;
  /** Of one subscription that `slots` does not name. */
  readonly subscription: number;
  /** What is left to a subscription that has some under way, or is slow or ill. */
  readonly slots: Readonly<Record<string, number>>;
  /** How many of each subscription are under way, where some are. */
  readonly underway: Readonly<Record<string, number>>;
}

const leaseSeconds = 60;
const open = `('queued', 'sending', 'retry_wait')`;
/**
 * SQL: when to look at a delivery that is queued now: not before its predecessors of the same aggregate, so that what waits
 * behind an endpoint that is ill is not looked at again and again. Only when to look: whether its turn has come is asked in `take`.
 */
const firstLookAt = (now: string, subscription: string, subject: string) => `greatest(${now}, (
  select max(before.next_attempt_at) from delivery before
  where before.subscription_id = ${subscription} and before.subject = ${subject} and before.state in ${open}))`;

@Injectable()
export class Deliveries {
  private readonly waker = wakeable();

  /** Waits until something was queued in this process, at most so long. */
  async sleep(milliseconds: number): Promise<void> {
    await this.waker.sleep(milliseconds);
  }

  wake(): void {
    this.waker.wake();
  }

  /**
   * One row of each event for each subscription of its parties that wants the type, in its mode (R62). Who ends a
   * subscription meanwhile waits for us, or we for them: a delivery that nobody would ever end is not queued.
   */
  async queue(tx: Tx, told: readonly Told[]): Promise<void> {
    if (told.length === 0) return;
    const subscriptions = await tx.query<{
      id: string;
      organization_id: string;
      mode: Mode;
      event_types: string[];
      enforces: boolean;
    }>(
      `select id, organization_id, mode, event_types, coalesce(known.is_enforcement, false) as enforces
       from subscription left join known_organization known using (organization_id)
       where organization_id = any ($1::uuid[]) and audience = 'parties' and state in ('active', 'paused') order by id for share of subscription`,
      [[...new Set(told.flatMap(({ organizations }) => organizations))]],
    );
    for (const { organizations, event, personLinked } of told) {
      if (event.type === ReferralRecalled.type) await this.takeBack(tx, organizations, event.subject);
      for (const { id, organization_id, mode, event_types, enforces } of subscriptions) {
        if (personLinked && enforces) continue;
        if (mode === event.mode && organizations.includes(organization_id) && wants(event_types, event.type))
          await this.add(tx, { subscriptionId: id, organizationId: organization_id, event, personLinked });
      }
    }
  }

  async add(
    tx: Tx,
    wanted: { subscriptionId: string; organizationId: string; event: OutwardEvent; personLinked?: boolean },
  ): Promise<void> {
    const { subscriptionId, organizationId, event, personLinked = false } = wanted;
    // A challenge waits for nothing, also not for what its subscription is told of itself: that waits for the challenge.
    const firstLook = event.type === challengeType ? '$10' : firstLookAt('$10', '$2', '$7');
    await tx.query(
      `insert into delivery (id, subscription_id, organization_id, mode, event_id, type, subject, body, person_linked, state, next_attempt_at, queued_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', ${firstLook}, $10)
       on conflict (subscription_id, event_id) where replay_of is null do nothing`,
      [
        tx.newId(),
        subscriptionId,
        organizationId,
        event.mode,
        event.id,
        event.type,
        event.subject,
        JSON.stringify(event),
        personLinked,
        tx.now,
      ],
    );
    tx.afterCommit(this.waker.wake);
  }

  /** Nothing more goes out: the subscription ended, or a newer challenge takes an older one's place. */
  async supersede(tx: Tx, subscriptionId: string, type: string | null = null): Promise<void> {
    await tx.query(
      `update delivery set state = 'superseded', ended_at = $2
       where subscription_id = $1 and state in ${open} and ($3::text is null or type = $3)`,
      [subscriptionId, tx.now, type],
    );
  }

  /** The endpoint is there again, by its proof or its organization's word: what waits for its next attempt goes out now. */
  async attemptNow(tx: Tx, subscriptionId: string): Promise<void> {
    await tx.query(
      `update delivery set next_attempt_at = $2
       where subscription_id = $1 and ended_at is null and next_attempt_at > $2`,
      [subscriptionId, tx.now],
    );
    tx.afterCommit(this.waker.wake);
  }

  /** R4: the organization enforces the law from now on; what is linked to a person and still waits does not go out. */
  async supersedePersonLinked(tx: Tx, organizationId: string): Promise<void> {
    await tx.query(
      `update delivery set state = 'superseded', ended_at = $2
       where organization_id = $1 and person_linked and state in ${open}`,
      [organizationId, tx.now],
    );
  }

  /**
   * R11: what these organizations were to be told about it does not go out any more, and is not replayed. Who replays
   * meanwhile waits for us, or we for them, of whatever subscription: a replay that we do not see would go out.
   */
  private async takeBack(tx: Tx, organizations: readonly string[], subject: string): Promise<void> {
    tx.write('select from subscription where organization_id = any ($1::uuid[]) order by id for share', [
      organizations,
    ]);
    await tx.query(
      `update delivery set state = 'superseded', ended_at = $3, lease_until = null
       where subscription_id in (select id from subscription where organization_id = any ($1::uuid[]))
         and subject = $2 and (state in ${open} or state = 'dead_lettered')`,
      [organizations, subject, tx.now],
    );
  }

  /**
   * Takes what is due. A delivery waits for its predecessor of the same aggregate and subscription; others never wait.
   * Whoever died while sending loses its lease, and the delivery is attempted again: at least once, same id.
   * What is due is asked by `ended_at`, what is open by `state`, and the turn by `min`: each has one index that fits, and the
   * planner, which knows little of a queue, no join to choose that looks at every pair.
   * A subscription's first comes before any other's second, so that whoever is slow holds up nobody else. A challenge is its
   * subscription's first, and goes out when nothing of it is under way.
   */
  async take(tx: Tx, room: Room): Promise<TakenDelivery[]> {
    const rows = await tx.query<{
      id: string;
      subscription_id: string;
      organization_id: string;
      mode: Mode;
      event_id: string;
      type: string;
      body: string;
      url: string;
      attempts: number;
      exhausted_in_a_row: number;
      sent_at: Date;
    }>(
      `with due_notice as (
         select due.id, due.position,
           row_number() over (partition by subscription.id order by due.position)
             + coalesce(($6::jsonb ->> subscription.id::text)::int, 0) as nth
         from subscription cross join lateral (
           select due.id, due.position from delivery due
           where due.subscription_id = subscription.id and due.ended_at is null and due.next_attempt_at <= $2
             and (due.state <> 'sending' or due.lease_until < $2) and ${mayHaveOf('due')}
             and due.position = (
               select min(earlier.position) from delivery earlier
               where earlier.subscription_id = due.subscription_id and earlier.subject = due.subject and earlier.state in ${open})
           order by due.next_attempt_at, due.position
           limit coalesce(($5::jsonb ->> subscription.id::text)::int, $4) for update skip locked) due
         where subscription.state = 'active' and ${isToldOf('subscription')}),
       challenge as (
         select id, position from delivery due
         where type = '${challengeType}' and state in ${open} and next_attempt_at <= $2 and (state <> 'sending' or lease_until < $2)
           and not $6::jsonb ? subscription_id::text
         order by next_attempt_at limit $1 for update skip locked),
       due as (
         select id, position, nth, count(*) filter (where nth > 1) over (order by nth, position) as further
         from (select * from due_notice union all select id, position, 1 from challenge) due),
       taken as (
         select id from due where nth = 1 or further <= $7 order by nth, position limit $1)
       update delivery set state = 'sending', attempts = attempts + 1, lease_until = $2::timestamptz + $3 * interval '1 second'
       from subscription
       where subscription.id = delivery.subscription_id
         and delivery.id in (select id from taken)
       returning delivery.id, subscription_id, delivery.organization_id, delivery.mode, event_id, type, body, url, attempts, exhausted_in_a_row,
         statement_timestamp() as sent_at`,
      [
        room.all,
        tx.now,
        leaseSeconds,
        room.subscription,
        JSON.stringify(room.slots),
        JSON.stringify(room.underway),
        room.further,
      ],
    );
    return rows.map((row) => ({
      id: row.id,
      subscriptionId: row.subscription_id,
      organizationId: row.organization_id,
      mode: row.mode,
      eventId: row.event_id,
      type: row.type,
      body: row.body,
      url: row.url,
      attempt: row.attempts,
      exhaustedInARow: row.exhausted_in_a_row,
      sentAt: row.sent_at,
    }));
  }

  /** Writes what came of an attempt. False where another process has taken over meanwhile: its word counts. */
  async settle(
    tx: Tx,
    taken: TakenDelivery,
    outcome: AttemptOutcome,
    verdict: Verdict,
    milliseconds: number,
  ): Promise<boolean> {
    const [row] = await tx.query<{ id: string }>(
      `update delivery set state = $3, next_attempt_at = coalesce($4, next_attempt_at), lease_until = null, ended_at = $5
       where id = $1 and attempts = $2 and state = 'sending' returning id`,
      [
        taken.id,
        taken.attempt,
        verdict.next,
        verdict.next === 'retry_wait' ? verdict.at : null,
        verdict.next === 'retry_wait' ? null : tx.now,
      ],
    );
    await tx.query(
      `insert into delivery_attempt (delivery_id, attempt, organization_id, at, status, error, milliseconds)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        taken.id,
        taken.attempt,
        taken.organizationId,
        tx.now,
        outcome.kind === 'answered' ? outcome.status : null,
        outcome.kind === 'failed' ? outcome.error : null,
        Math.round(milliseconds),
      ],
    );
    if (!row) return false;
    if (verdict.next === 'retry_wait')
      await tx.query(
        `update delivery set next_attempt_at = $3
         where subscription_id = $1 and subject = (select subject from delivery where id = $2) and state in ${open}
           and id <> $2 and next_attempt_at < $3 and type <> '${challengeType}'`,
        [taken.subscriptionId, taken.id, verdict.at],
      );
    if (verdict.next === 'dead_lettered' && taken.type !== challengeType)
      await this.tellOfDeadLetter(tx, taken);
    return true;
  }

  /**
   * The same event under a new delivery id, behind what is queued already. Null where it was not given up. The subscription
   * is locked: see `takeBack`.
   */
  async replay(tx: Tx, id: string): Promise<{ id: string } | null> {
    const [row] = await tx.query<{ id: string }>(
      `insert into delivery (id, subscription_id, organization_id, mode, event_id, type, subject, body, person_linked, state, next_attempt_at, queued_at, replay_of)
       select $2, subscription_id, organization_id, mode, event_id, type, subject, body, person_linked, 'queued',
         ${firstLookAt('$3', 'delivery.subscription_id', 'delivery.subject')}, $3, id
       from delivery where id = $1 and state = 'dead_lettered' and type <> '${challengeType}' and body is not null
         and ${mayHaveOf('delivery')} returning id`,
      [id, tx.newId(), tx.now],
    );
    tx.afterCommit(this.waker.wake);
    return row ?? null;
  }

  /** Milliseconds until something may be due; null where nothing waits. */
  async millisecondsToNext(tx: Tx): Promise<number | null> {
    const [row] = await tx.query<{ wait: number | null }>(
      `select extract(epoch from min(next.at) - $1)::float8 * 1000 as wait
       from subscription cross join lateral (
         (select next_attempt_at as at from delivery
          where subscription_id = subscription.id and ended_at is null and state <> 'sending' and ${mayHaveOf('delivery')}
          order by next_attempt_at limit 1)
         union all
         select lease_until from delivery where subscription_id = subscription.id and state = 'sending') next
       where subscription.state = 'active' and ${isToldOf('subscription')}`,
      [tx.now],
    );
    return row?.wait ?? null;
  }

  private async tellOfDeadLetter(tx: Tx, taken: TakenDelivery): Promise<void> {
    const { id, mode, organizationId, subscriptionId, eventId, attempt } = taken;
    await appendEvent(tx, {
      ...deliveryDeadLettered({ subscriptionId, eventId, attempts: attempt }),
      aggregate: 'delivery',
      id,
      sequence: 1,
      mode,
      correlationId: id,
      organizations: [organizationId],
    });
  }
}

export interface DeliveryRecord {
  readonly id: string;
  readonly subscriptionId: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: DeliveryState;
  readonly attempts: { at: string; status: number | null; error: string | null; milliseconds: number }[];
  readonly nextAttemptAt: string | null;
  readonly queuedAt: string;
  readonly endedAt: string | null;
  readonly replayOf: string | null;
}

export async function readDelivery(tx: Tx, id: string): Promise<DeliveryRecord | undefined> {
  return (await select(tx, 'id = $1', [id], 1))[0];
}

/** Deliveries of one subscription with every attempt, oldest first. */
export function readDeliveries(
  tx: Tx,
  wanted: { subscriptionId: string; state: DeliveryState | null; after: string | null; limit: number },
): Promise<DeliveryRecord[]> {
  const { subscriptionId, state, after, limit } = wanted;
  return select(
    tx,
    'subscription_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or id > $3)',
    [subscriptionId, state, after],
    limit,
  );
}

async function select(
  tx: Tx,
  condition: string,
  parameters: readonly unknown[],
  limit: number,
): Promise<DeliveryRecord[]> {
  const rows = await tx.query<{
    id: string;
    subscription_id: string;
    event_id: string;
    type: string;
    state: DeliveryState;
    next_attempt_at: Date;
    queued_at: Date;
    ended_at: Date | null;
    replay_of: string | null;
    attempts: { at: string; status: number | null; error: string | null; milliseconds: number }[] | null;
  }>(
    `select id, subscription_id, event_id, type, state, next_attempt_at, queued_at, ended_at, replay_of,
       (select json_agg(json_build_object('at', at, 'status', status, 'error', error, 'milliseconds', milliseconds) order by attempt)
        from delivery_attempt where delivery_id = delivery.id) as attempts
     from delivery
     where ${condition} order by id limit ${limit}`,
    parameters,
  );
  return rows.map((row) => ({
    id: row.id,
    subscriptionId: row.subscription_id,
    eventId: row.event_id,
    type: row.type,
    state: row.state,
    attempts: (row.attempts ?? []).map((attempt) => ({ ...attempt, at: new Date(attempt.at).toISOString() })),
    nextAttemptAt:
      row.state === 'queued' || row.state === 'retry_wait' ? row.next_attempt_at.toISOString() : null,
    queuedAt: row.queued_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    replayOf: row.replay_of,
  }));
}

/**
 * The content of deliveries that ended before then, and their attempts; returns how many. What has waited as long and still
 * may not go out, since its subscription is not active or its organization is not told, ends unsent. A challenge ends by itself.
 */
export async function purgeDeliveries(tx: Tx, before: Date, rowsMax: number): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `with old as (
       select id from delivery where ended_at < $1 and body is not null order by ended_at limit $2 for update skip locked),
     unsent as (
       select id from delivery
       where ended_at is null and queued_at < $1 and type <> '${challengeType}' and not (
         ${mayHaveOf('delivery')} and ${isToldOf('delivery')} and exists (
           select from subscription where subscription.id = delivery.subscription_id and subscription.state = 'active'))
       limit $2 for update skip locked)
     update delivery set body = null, lease_until = null, ended_at = coalesce(ended_at, $3),
       state = case when ended_at is null then 'superseded' else state end
     where id in (select id from old union all select id from unsent)
     returning id`,
    [before, rowsMax, tx.now],
  );
  tx.write('delete from delivery_attempt where delivery_id = any ($1::uuid[])', [rows.map(({ id }) => id)]);
  return rows.length;
}
