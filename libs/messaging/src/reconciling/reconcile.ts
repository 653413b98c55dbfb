import { isId } from '#libs/kernel';
import type { Broker } from '../brokers/broker.js';
import type { Consumer } from '../consuming/consumer.js';
import { noMetrics, type MessagingMetrics } from '../observing.js';
import type { Tx } from '../tx/tx.js';
import type { UnitOfWork } from '../tx/unit-of-work.js';
import { auditOperator, type Operator } from '../writing/audit-operator.js';

/** What an owner has in its log and found in its topic. */
export interface OwnedTopic {
  readonly topic: string;
  /** Events that were published, by the log. */
  readonly logged: number;
  /** Of these, not in the topic: the relay publishes them again. */
  readonly missing: number;
}

/** What a consumer read again. */
export interface HeardTopic {
  readonly topic: string;
  readonly read: number;
  /** What it did not have. */
  readonly caughtUp: number;
}

/**
 * As owner: compares the event log with the topics and points the relay at what is missing (messaging.md 6). What is pending
 * is not missing. Safe while everything runs: publishing twice is allowed, consumers drop what they have.
 */
export async function publishMissing(
  unitOfWork: UnitOfWork,
  broker: Broker,
  operator: Operator,
): Promise<OwnedTopic[]> {
  return unitOfWork.longWorker(async (tx) => {
    await tx.query(
      `create temporary table expected on commit drop as
       select position, event_id, topic from event_log
       where not exists (select from outbox_pending where outbox_pending.position = event_log.position)`,
    );
    await tx.query('create index on expected (event_id)');
    const topics = await tx.query<{ topic: string; logged: number }>(
      'select topic, count(*)::int as logged from expected group by topic order by topic',
    );
    for (const { topic } of topics) {
      await broker.contents(topic, async (records) => {
        const ids = records.map(({ headers }) => headers['ce_id']).filter(isId);
        await tx.query('delete from expected where event_id = any ($1::uuid[])', [ids]);
      });
    }
    const missing = await tx.query<{ topic: string; events: number }>(
      `with again as (insert into outbox_pending select position from expected on conflict do nothing)
       select topic, count(*)::int as events from expected group by topic`,
    );
    const missingIn = new Map(missing.map(({ topic, events }) => [topic, events]));
    const found = topics.map(({ topic, logged }) => ({ topic, logged, missing: missingIn.get(topic) ?? 0 }));
    const all = found.reduce((sum, one) => sum + one.missing, 0);
    await auditOperator(tx, 'missing-events-published', 'event log', String(all), operator);
    return found;
  });
}

/**
 * As consumer: reads every topic from its beginning through the same door as always; what was applied is dropped by its
 * version. Finds what no gap shows: a last event that never came, or records below an offset that no longer fits.
 */
export async function readAgain(
  {
    topics,
    consumerWith,
  }: { readonly topics: readonly string[]; consumerWith(metrics: MessagingMetrics): Consumer },
  { unitOfWork, broker, operator }: { unitOfWork: UnitOfWork; broker: Broker; operator: Operator },
): Promise<HeardTopic[]> {
  const heard: HeardTopic[] = [];
  for (const topic of topics) {
    let [read, caughtUp] = [0, 0];
    const consumer = consumerWith({
      ...noMetrics,
      consumed: (_, outcome) => {
        if (outcome === 'applied' || outcome === 'no_handler') caughtUp += 1;
      },
    });
    await broker.contents(topic, async (records, partition) => {
      read += records.length;
      for (let rest = records; rest.length > 0;) {
        const batch = {
          topic,
          partition,
          records: rest,
          isStale: () => false,
          heartbeat: async () => undefined,
        };
        const { nextOffset, pauseMilliseconds = 0 } = await consumer.handle(batch);
        rest = rest.filter(({ offset }) => offset >= nextOffset);
        if (pauseMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      }
    });
    heard.push({ topic, read, caughtUp });
  }
  await unitOfWork.worker({}, (tx) =>
    auditOperator(tx, 'topics-read-again', 'topics', topics.join(' '), operator),
  );
  return heard;
}

/** Which events of its own an owner publishes again: of one aggregate, or of a time; both ends belong to it. */
export interface ReplayWindow {
  readonly topic: string;
  readonly key: string | null;
  readonly fromVersion: number | null;
  readonly toVersion: number | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Points the relay at events that were published before. Consumers drop what they have. Returns how many. */
export async function replay(tx: Tx, window: ReplayWindow, operator: Operator): Promise<number> {
  const { topic, key, fromVersion, toVersion, from, to } = window;
  const rows = await tx.query(
    `insert into outbox_pending (position)
     select position from event_log
     where topic = $1 and ($2::uuid is null or aggregate_id = $2)
       and aggregate_version between coalesce($3, 1) and coalesce($4, 2147483647)
       and occurred_at between coalesce($5::timestamptz, '-infinity') and coalesce($6::timestamptz, 'infinity')
     order by position
     on conflict do nothing returning 1`,
    [topic, key, fromVersion, toVersion, from, to],
  );
  await auditOperator(
    tx,
    'events-replayed',
    topic,
    key ?? `${from?.toISOString() ?? ''}/${to?.toISOString() ?? ''}`,
    operator,
  );
  return rows.length;
}
