import type { Query, Tx } from '../tx/tx.js';
import type { EventHead } from './hub-event.js';

type AggregateOf = Pick<EventHead, 'aggregate' | 'subject'>;

/** The last version of each aggregate that a consumer has applied, locked for this transaction. */
export interface Cursors {
  lastOf(head: AggregateOf): number;
  set(head: AggregateOf, version: number): void;
  /** Parked events advanced it in the database: this is what stands there now. */
  reset(head: AggregateOf, version: number): void;
  changes(): { aggregate: string; subject: string; from: number; to: number }[];
}

interface Position extends AggregateOf {
  stored: number;
  now: number;
}

const nameOf = ({ aggregate, subject }: AggregateOf) => `${aggregate} ${subject}`;

export async function readCursors(
  query: Query,
  consumer: string,
  heads: readonly AggregateOf[],
): Promise<Cursors> {
  const positions = new Map<string, Position>();
  for (const { aggregate, subject } of heads)
    positions.set(nameOf({ aggregate, subject }), { aggregate, subject, stored: 0, now: 0 });
  const wanted = [...positions.values()];
  const rows = await query<{ aggregate_type: string; aggregate_id: string; last_version: number }>(
    // Each is looked up by its key, in the order in which all take them: a plan made while the table was small reads all of it.
    `select cursor.* from (select * from unnest($2::text[], $3::uuid[]) as wanted (type, id) order by type, id) wanted
     cross join lateral (
       select aggregate_type, aggregate_id, last_version from consumer_cursor
       where consumer = $1 and aggregate_type = wanted.type and aggregate_id = wanted.id offset 0 for update) cursor`,
    [consumer, wanted.map((one) => one.aggregate), wanted.map((one) => one.subject)],
  );
  for (const row of rows) {
    const position = positions.get(nameOf({ aggregate: row.aggregate_type, subject: row.aggregate_id }))!;
    position.stored = position.now = row.last_version;
  }
  return {
    lastOf: (head) => positions.get(nameOf(head))?.now ?? 0,
    set: (head, version) => void (positions.get(nameOf(head))!.now = version),
    reset: (head, version) =>
      void Object.assign(positions.get(nameOf(head))!, { stored: version, now: version }),
    changes: () => {
      const changed = [...positions.values()].filter((one) => one.now !== one.stored);
      const changes = changed.map(({ aggregate, subject, stored, now }) => ({
        aggregate,
        subject,
        from: stored,
        to: now,
      }));
      for (const one of changed) one.stored = one.now;
      return changes;
    },
  };
}

/**
 * Moves each cursor from the version that was read to the one that was applied, in the handlers' transaction.
 * @throws where another transaction moved it meanwhile (two holders of one partition): everything rolls back and is tried again
 */
export async function advanceCursors(tx: Tx, consumer: string, cursors: Cursors): Promise<void> {
  const changes = cursors.changes();
  if (changes.length === 0) return;
  const rows = await tx.query(
    `insert into consumer_cursor as cursor (consumer, aggregate_type, aggregate_id, last_version)
     select $1, change.aggregate, change.subject, change.to_version
     from unnest($2::text[], $3::uuid[], $4::int[], $5::int[]) as change (aggregate, subject, from_version, to_version)
     on conflict (consumer, aggregate_type, aggregate_id) do update set last_version = excluded.last_version
       where (cursor.aggregate_type, cursor.aggregate_id, cursor.last_version)
         in (select * from unnest($2::text[], $3::uuid[], $4::int[]))
     returning 1`,
    [
      consumer,
      changes.map((one) => one.aggregate),
      changes.map((one) => one.subject),
      changes.map((one) => one.from),
      changes.map((one) => one.to),
    ],
  );
  if (rows.length !== changes.length)
    throw Object.assign(new Error('Another holder of this partition moved a cursor.'), { code: '40001' });
}
