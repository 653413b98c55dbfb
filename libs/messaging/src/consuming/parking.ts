import { isId, refusal, Refusal } from '#libs/kernel';
import { GapFound } from '#libs/contracts';
import type { IncomingRecord } from '../brokers/broker.js';
import type { Query, Tx } from '../tx/tx.js';
import { appendEvent } from '../writing/append-event.js';
import { auditOperator, type Operator } from '../writing/audit-operator.js';
import type { EventHead } from './hub-event.js';

/** `gap`: an earlier event has not come; it ends by itself. `poison`: an event cannot be handled; a person ends it. */
export type ParkReason = 'gap' | 'poison';

/** One aggregate's stream within one topic, as Kafka keys it. */
export interface ParkedKey {
  readonly topic: string;
  readonly key: string;
}

export const notParked = refusal(
  'parked-key/unknown',
  'not_found',
  'This key is not parked. List the parked keys to see those that are.',
  'Cette clé n’est pas mise de côté. Consultez la liste des clés mises de côté.',
);

/** Those of these keys that are blocked for the consumer, locked before any cursor (messaging.md 10); by `topic key`. */
export async function blockedKeys(
  query: Query,
  consumer: string,
  places: readonly ParkedKey[],
): Promise<Map<string, ParkReason>> {
  const rows = await query<ParkedKey & { reason: ParkReason }>(
    // Looked up one by one, as cursors are.
    `select blocked.* from (select distinct * from unnest($2::text[], $3::text[]) as wanted (topic, key) order by topic, key) wanted
     cross join lateral (
       select topic, key, reason from blocked_key
       where consumer = $1 and topic = wanted.topic and key = wanted.key offset 0 for update) blocked`,
    [consumer, places.map(({ topic }) => topic), places.map(({ key }) => key)],
  );
  return new Map(rows.map((row) => [placeName(row), row.reason]));
}

export const placeName = ({ topic, key }: ParkedKey) => `${topic} ${key}`;

export async function blockKey(
  tx: Tx,
  consumer: string,
  { topic, key }: ParkedKey,
  reason: ParkReason,
  code: string,
): Promise<void> {
  await tx.query(
    `insert into blocked_key (consumer, topic, key, reason, error_code, since) values ($1, $2, $3, $4, $5, $6)
     on conflict (consumer, topic, key) do update set reason = excluded.reason, error_code = excluded.error_code
       where blocked_key.reason = 'gap' and excluded.reason = 'poison'`,
    [consumer, topic, key, reason, code, tx.now],
  );
}

/** Keeps the raw bytes; a redelivery of the same place adds nothing. */
export async function park(
  tx: Tx,
  consumer: string,
  { topic, key }: ParkedKey,
  record: IncomingRecord,
  partition: number,
  sequence: number | null,
): Promise<void> {
  await tx.query(
    `insert into parked_event (consumer, topic, key, partition, record_offset, sequence, record_key, headers, value, parked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      consumer,
      topic,
      key,
      partition,
      record.offset,
      sequence,
      record.key,
      JSON.stringify(record.headers),
      record.value,
      tx.now,
    ],
  );
}

interface ParkedRow {
  readonly id: string;
  readonly sequence: number | null;
  readonly record_offset: string;
  readonly record_key: Buffer | null;
  readonly headers: Record<string, string>;
  readonly value: Buffer | null;
}

function parkedRows(tx: Tx, consumer: string, { topic, key }: ParkedKey): Promise<ParkedRow[]> {
  return tx.query<ParkedRow>(
    `select id, sequence, record_offset, record_key, headers, value from parked_event
     where consumer = $1 and topic = $2 and key = $3 order by sequence nulls first, id`,
    [consumer, topic, key],
  );
}

/**
 * Runs the parked events of one key in order, under the lock on its blocked_key row, and unblocks it in the same transaction
 * where none is left. Returns why it is still blocked: a further gap, or an event that `take` blocked as poison.
 */
export async function releaseParked(
  tx: Tx,
  consumer: string,
  place: ParkedKey,
  take: (record: IncomingRecord) => Promise<'done' | ParkReason>,
): Promise<ParkReason | undefined> {
  for (const row of await parkedRows(tx, consumer, place)) {
    const record = {
      offset: Number(row.record_offset),
      key: row.record_key,
      headers: row.headers,
      value: row.value,
    };
    const taken = await take(record);
    if (taken === 'gap')
      await tx.query(
        `update blocked_key set reason = 'gap' where consumer = $1 and topic = $2 and key = $3`,
        [consumer, place.topic, place.key],
      );
    if (taken !== 'done') return taken;
    await tx.query('delete from parked_event where id = $1', [row.id]);
  }
  await tx.query('delete from blocked_key where consumer = $1 and topic = $2 and key = $3', [
    consumer,
    place.topic,
    place.key,
  ]);
  return undefined;
}

export interface ParkedKeyState extends ParkedKey {
  readonly reason: ParkReason;
  readonly errorCode: string;
  readonly since: Date;
  /** How many events wait. */
  readonly events: number;
}

/** The keys that are parked for the consumer, the oldest first; at most 100. */
export function parkedKeys(tx: Tx, consumer: string): Promise<ParkedKeyState[]> {
  return tx.query<ParkedKeyState>(
    `select topic, key, reason, error_code as "errorCode", since,
       (select count(*)::int from parked_event
        where (parked_event.consumer, parked_event.topic, parked_event.key) = (blocked_key.consumer, blocked_key.topic, blocked_key.key)) as events
     from blocked_key where consumer = $1 order by since limit 100`,
    [consumer],
  );
}

/**
 * Tries a parked key again, in order, in one transaction, up to a further gap; where one fails, all stays parked as it was.
 * @throws Refusal `parked-key/unknown` (404), or whatever the handler threw again
 */
export async function release(
  tx: Tx,
  consumer: string,
  place: ParkedKey,
  operator: Operator,
  take: (record: IncomingRecord) => Promise<'done' | ParkReason>,
): Promise<void> {
  await lockParked(tx, consumer, place);
  await releaseParked(tx, consumer, place, take);
  await auditOperator(tx, 'parked-key-released', `${consumer} ${place.topic}`, place.key, operator);
}

/**
 * Gives up the next event of a key, and moves the cursor by one: the first parked one, or, where an event is missing before it,
 * the missing one. The rest stays parked until it is released.
 * @throws Refusal `parked-key/unknown` (404)
 */
export async function skip(tx: Tx, consumer: string, place: ParkedKey, operator: Operator): Promise<void> {
  await lockParked(tx, consumer, place);
  const [first] = await parkedRows(tx, consumer, place);
  if (first) {
    const { ce_aggregate: aggregate, ce_subject: subject = place.key } = first.headers;
    // What names no aggregate has no cursor that could move.
    const version =
      aggregate && isId(subject) ? await moveCursorByOne(tx, consumer, aggregate, subject) : null;
    if (version === null || first.sequence === null) await rememberSkipped(tx, first.id);
    if (version === null || first.sequence === null || Number(first.sequence) <= version)
      await tx.query('delete from parked_event where id = $1', [first.id]);
  }
  await auditOperator(tx, 'parked-event-skipped', `${consumer} ${place.topic}`, place.key, operator);
}

/** What has no version has no cursor that tells it is done: a topic that is read again must not park it again. */
async function rememberSkipped(tx: Tx, parkedId: string): Promise<void> {
  await tx.query(
    `insert into skipped_record (consumer, topic, partition, record_offset, digest, skipped_at)
     select consumer, topic, partition, record_offset, sha256(coalesce(value, '')), $2 from parked_event where id = $1
     on conflict do nothing`,
    [parkedId, tx.now],
  );
}

/** Whether an operator gave up this very record: its place and its bytes. */
export async function wasSkipped(
  tx: Tx,
  consumer: string,
  topic: string,
  partition: number,
  record: IncomingRecord,
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from skipped_record
     where consumer = $1 and topic = $2 and partition = $3 and record_offset = $4 and digest = sha256($5)`,
    [consumer, topic, partition, record.offset, record.value ?? Buffer.alloc(0)],
  );
  return rows.length > 0;
}

async function moveCursorByOne(
  tx: Tx,
  consumer: string,
  aggregate: string,
  subject: string,
): Promise<number> {
  const [row] = await tx.query<{ last_version: number }>(
    `insert into consumer_cursor as cursor (consumer, aggregate_type, aggregate_id, last_version) values ($1, $2, $3, 1)
     on conflict (consumer, aggregate_type, aggregate_id) do update set last_version = cursor.last_version + 1
     returning last_version`,
    [consumer, aggregate, subject],
  );
  return row!.last_version;
}

async function lockParked(tx: Tx, consumer: string, { topic, key }: ParkedKey): Promise<void> {
  if ((await blockedKeys(tx.query, consumer, [{ topic, key }])).size === 0) throw new Refusal(notParked);
}

/** An event to the owner of the stream: publish these versions again (messaging.md 8). */
export async function askOwnerForMissing(
  tx: Tx,
  head: EventHead,
  versions: { from: number; to: number },
): Promise<void> {
  await appendEvent(tx, {
    contract: GapFound,
    aggregate: 'gap',
    id: tx.newId(),
    sequence: 1,
    mode: head.mode,
    correlationId: head.correlationId,
    data: {
      owner: head.type.split('.')[0]!,
      aggregateType: head.aggregate,
      aggregateId: head.subject,
      fromVersion: versions.from,
      toVersion: versions.to,
    },
  });
}

/** The owner's side: what is in the log is pointed to again; consumers drop what they have. Returns how many. */
export async function publishAgain(
  tx: Tx,
  missing: { aggregateType: string; aggregateId: string; fromVersion: number; toVersion: number },
): Promise<number> {
  const rows = await tx.query(
    `insert into outbox_pending (position)
     select position from event_log
     where aggregate_type = $1 and aggregate_id = $2 and aggregate_version between $3 and $4
     on conflict do nothing returning 1`,
    [missing.aggregateType, missing.aggregateId, missing.fromVersion, missing.toVersion],
  );
  return rows.length;
}
