import { Pool } from 'pg';
import { silent, type Log } from '../observing.js';
import {
  RecordRefused,
  type Broker,
  type OutgoingRecord,
  type PartitionLag,
  type RecordPlace,
} from './broker.js';
import { EmbeddedSubscription, readRecords, recordChannel } from './embedded.subscription.js';
import { partitionOf } from './partitioner.js';

export interface EmbeddedBrokerOptions {
  readonly connectionString: string;
  /** Shown in pg_stat_activity. */
  readonly instance?: string;
  readonly log?: Log;
}

const recordBytesMax = 1_000_000;

interface Topic {
  readonly partitions: number;
  /** Whether its records go after a while. */
  readonly expires: boolean;
}

/** Kafka's topics, partitions, keys, offsets and groups in one PostgreSQL database: for one machine, with nothing to install. */
export function embeddedBroker(options: EmbeddedBrokerOptions): Broker {
  const { connectionString, instance = 'hub', log = silent } = options;
  const pool = new Pool({ connectionString, max: 4, application_name: `${instance} broker` });
  pool.on('error', (error) =>
    log.warn({ error: error.message }, 'A connection of the embedded broker was lost.'),
  );
  const known = new Map<string, Topic>();
  const subscriptions = new Set<EmbeddedSubscription>();

  const topicOf = async (topic: string): Promise<Topic> => {
    if (!known.has(topic)) {
      const { rows } = await pool.query<Topic>('select partitions, expires from topic where name = $1', [
        topic,
      ]);
      if (!rows[0]) throw new Error(`There is no topic ${topic}.`);
      known.set(topic, rows[0]);
    }
    return known.get(topic)!;
  };

  return {
    name: 'embedded',
    async createTopics(topics) {
      await pool.query(
        `with made as (
           insert into topic (name, partitions, retention) select name, partitions, minutes * interval '1 minute'
           from unnest($1::text[], $2::int[], $3::int[]) as wanted (name, partitions, minutes)
           on conflict do nothing returning name, partitions
         )
         insert into partition (topic, partition) select name, generate_series(0, partitions - 1) from made`,
        [
          topics.map((one) => one.name),
          topics.map((one) => one.partitions),
          topics.map((one) => one.retentionMinutes ?? null),
        ],
      );
    },
    async producer() {
      return { send: (records) => append(pool, records, topicOf), close: async () => undefined };
    },
    async subscribe(wanted) {
      const subscription = new EmbeddedSubscription(wanted, { connectionString, instance, pool, log });
      subscriptions.add(subscription);
      await subscription.start();
      return subscription;
    },
    async lag(group, topics) {
      const { rows } = await pool.query<PartitionLag>(
        `select partition.topic, partition.partition, (partition.next_offset - greatest(g.next_offset, first_offset))::int as records
         from partition left join group_offset g
           on g.group_name = $1 and (g.topic, g.partition) = (partition.topic, partition.partition)
         cross join lateral (
           select coalesce(min(record_offset), partition.next_offset) as first_offset from record
           where (record.topic, record.partition) = (partition.topic, partition.partition)) first
         where partition.topic = any ($2)`,
        [group, topics],
      );
      return rows;
    },
    async contents(topic, visit) {
      const { rows } = await pool.query<{ partition: number; next_offset: string }>(
        'select partition, next_offset from partition where topic = $1 order by partition',
        [topic],
      );
      for (const { partition, next_offset: end } of rows) {
        for (let nextOffset = 0; nextOffset < Number(end);) {
          const records = await readRecords(pool, { topic, partition, nextOffset });
          const before = records.filter(({ offset }) => offset < Number(end));
          if (before.length === 0) break;
          await visit(before, partition);
          nextOffset = before.at(-1)!.offset + 1;
        }
      }
    },
    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await pool.end();
    },
  };
}

/**
 * One statement a send: the partitions' rows are locked in a fixed order and give the offsets, so that these are dense and in
 * commit order (a sequence would let a late commit appear below what a reader has passed).
 */
async function append(
  pool: Pool,
  records: readonly OutgoingRecord[],
  topicOf: (topic: string) => Promise<Topic>,
): Promise<RecordPlace[]> {
  const tooLarge = records.findIndex((record) => Buffer.byteLength(record.value) > recordBytesMax);
  if (tooLarge >= 0)
    throw new RecordRefused(
      tooLarge,
      `A record of ${records[tooLarge]!.topic} exceeds ${recordBytesMax} bytes.`,
    );
  const placed: number[] = [];
  const expiring = new Set<string>();
  for (const { key, topic } of records) {
    const { partitions, expires } = await topicOf(topic);
    placed.push(partitionOf(key, partitions));
    if (expires) expiring.add(topic);
  }
  const { rows } = await pool.query<{ record_offset: string }>({
    name: 'append-records',
    text: `with incoming as materialized (
             select *, row_number() over (partition by topic, partition order by place) - 1 as rank
             from rows from (jsonb_to_recordset($1) as (topic text, key text, headers jsonb, value text), unnest($2::int[]))
               with ordinality as incoming (topic, key, headers, value, partition, place)
           ),
           locked as materialized (
             select topic, partition, next_offset from partition
             where (topic, partition) in (select topic, partition from incoming)
             order by topic, partition for update
           ),
           moved as (
             update partition set next_offset = partition.next_offset + added.records
             from (select topic, partition, count(*) as records from incoming join locked using (topic, partition) group by topic, partition) added
             where (partition.topic, partition.partition) = (added.topic, added.partition)
           )
           insert into record (topic, partition, record_offset, key, headers, value)
           select topic, partition, next_offset + rank, key, headers, value
           from incoming join locked using (topic, partition) order by place
           returning record_offset`,
    values: [JSON.stringify(records), placed],
  });
  await pool.query(`notify ${recordChannel}`);
  for (const topic of expiring) await pool.query('select drop_expired_records($1)', [topic]);
  return rows.map((row, index) => ({ partition: placed[index]!, offset: Number(row.record_offset) }));
}
