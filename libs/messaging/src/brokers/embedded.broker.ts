import { Pool } from 'pg';
import { silent, type Log } from '../observing.js';
import { Session } from '../relay/session.js';
import { wakeable } from '../relay/wakeable.js';
import {
  RecordRefused,
  type Broker,
  type IncomingRecord,
  type OutgoingRecord,
  type PartitionLag,
  type RecordPlace,
  type SubscribeOptions,
  type Subscription,
} from './broker.js';
import { partitionOf } from './partitioner.js';

export interface EmbeddedBrokerOptions {
  readonly connectionString: string;
  /** Shown in pg_stat_activity. */
  readonly instance?: string;
  readonly log?: Log;
}

const recordBytesMax = 1_000_000;
const batchRecordsMax = 500;
const beatMilliseconds = 500;
const shareMilliseconds = 1_000;
const againMilliseconds = 250;
const idleSeconds = 2;
const channel = 'record';

/** Kafka's topics, partitions, keys, offsets and groups in one PostgreSQL database: for one machine, with nothing to install. */
export function embeddedBroker(options: EmbeddedBrokerOptions): Broker {
  const { connectionString, instance = 'hub', log = silent } = options;
  const pool = new Pool({ connectionString, max: 4, application_name: `${instance} broker` });
  pool.on('error', (error) =>
    log.warn({ error: error.message }, 'A connection of the embedded broker was lost.'),
  );
  const partitions = new Map<string, number>();
  const subscriptions = new Set<EmbeddedSubscription>();

  const partitionsOf = async (topic: string): Promise<number> => {
    if (!partitions.has(topic)) {
      const { rows } = await pool.query('select partitions from topic where name = $1', [topic]);
      if (!rows[0]) throw new Error(`There is no topic ${topic}.`);
      partitions.set(topic, (rows[0] as { partitions: number }).partitions);
    }
    return partitions.get(topic)!;
  };

  return {
    name: 'embedded',
    async createTopics(topics) {
      await pool.query(
        `with made as (
           insert into topic (name, partitions) select * from unnest($1::text[], $2::int[])
           on conflict do nothing returning name, partitions
         )
         insert into partition (topic, partition) select name, generate_series(0, partitions - 1) from made`,
        [topics.map((one) => one.name), topics.map((one) => one.partitions)],
      );
    },
    async producer() {
      return { send: (records) => append(pool, records, partitionsOf), close: async () => undefined };
    },
    async subscribe(wanted) {
      const subscription = new EmbeddedSubscription(wanted, { connectionString, instance, pool, log });
      subscriptions.add(subscription);
      await subscription.start();
      return subscription;
    },
    async lag(group, topics) {
      const { rows } = await pool.query<PartitionLag>(
        `select partition.topic, partition.partition, (partition.next_offset - coalesce(g.next_offset, 0))::int as records
         from partition left join group_offset g
           on g.group_name = $1 and (g.topic, g.partition) = (partition.topic, partition.partition)
         where partition.topic = any ($2)`,
        [group, topics],
      );
      return rows;
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
  partitionsOf: (topic: string) => Promise<number>,
): Promise<RecordPlace[]> {
  const tooLarge = records.findIndex((record) => Buffer.byteLength(record.value) > recordBytesMax);
  if (tooLarge >= 0)
    throw new RecordRefused(
      tooLarge,
      `A record of ${records[tooLarge]!.topic} exceeds ${recordBytesMax} bytes.`,
    );
  const placed: number[] = [];
  for (const record of records) placed.push(partitionOf(record.key, await partitionsOf(record.topic)));
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
  await pool.query(`notify ${channel}`);
  return rows.map((row, index) => ({ partition: placed[index]!, offset: Number(row.record_offset) }));
}

interface Owned {
  readonly topic: string;
  readonly partition: number;
  readonly lock: string;
  nextOffset: number;
  pausedUntil: number;
  working: Promise<void> | undefined;
}

type Share = Pick<Owned, 'topic' | 'partition' | 'lock'>;
type StoredRecord = {
  record_offset: string;
  key: string;
  headers: Record<string, string>;
  value: string | null;
};

/**
 * A member of a group. One session holds its locks: shared on the group (to be counted), exclusive on each partition it
 * owns. There is no membership protocol: every member sees who holds the group's lock, and so which partitions are its share.
 */
class EmbeddedSubscription implements Subscription {
  private session: Session | undefined;
  private owned = new Map<string, Owned>();
  private readonly waker = wakeable();
  private closing = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: SubscribeOptions,
    private readonly broker: { connectionString: string; instance: string; pool: Pool; log: Log },
  ) {}

  async start(): Promise<void> {
    await this.join();
    this.running = this.run();
  }

  isJoined(): boolean {
    return this.session !== undefined;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.waker.wake();
    await this.running;
    await Promise.all([...this.owned.values()].map((one) => one.working));
    await this.leave();
  }

  private async join(): Promise<void> {
    const { connectionString, instance } = this.broker;
    const name = `${instance} ${this.options.group}`;
    const onNotification = this.waker.wake;
    const onLost = () => void (session === this.session && this.leave());
    const session = new Session({ connectionString, name, idleSeconds, channel, onNotification, onLost });
    await session.open();
    const { group } = this.options;
    await session.query(`select pg_advisory_lock_shared(hashtextextended('group ' || $1, 0))`, [group]);
    this.session = session;
    await this.share(session);
  }

  private async leave(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    this.owned = new Map();
    this.waker.wake();
    await session?.close();
  }

  private async run(): Promise<void> {
    let sharedAt = performance.now();
    while (!this.closing) {
      try {
        if (!this.session) await this.join();
        if (this.session && performance.now() - sharedAt > shareMilliseconds) {
          sharedAt = performance.now();
          await this.share(this.session);
        }
        await this.startWork();
        if (!(await this.waker.sleep(beatMilliseconds))) await this.session?.query('select 1');
      } catch (error) {
        this.broker.log.warn(
          { error: String(error), group: this.options.group },
          'The embedded broker is away.',
        );
        await this.leave();
        await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
      }
    }
  }

  /** Gives back what became another member's share, and takes what became ours as soon as it is free. */
  private async share(session: Session): Promise<void> {
    const { group, topics } = this.options;
    const { rows } = await session.query<Share>(
      `with member as (
         select pid, row_number() over (order by pid) - 1 as rank, count(*) over () as members from (
           select distinct pid from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted and objsubid = 1
             and database = (select oid from pg_database where datname = current_database())
             and (classid::bigint << 32 | objid::bigint) = hashtextextended('group ' || $1, 0)) holders)
       select topic, partition, hashtextextended($1 || ' ' || topic || '/' || partition, 1)::text as lock
       from (select *, row_number() over (order by topic, partition) as place from partition where topic = any ($2)) numbered
       join member on place % members = rank where pid = pg_backend_pid()`,
      [group, topics],
    );
    const share = new Map(rows.map((row) => [row.lock, row]));
    for (const one of [...this.owned.values()].filter((held) => !share.has(held.lock) && !held.working)) {
      this.owned.delete(one.lock);
      await session.query('select pg_advisory_unlock($1::bigint)', [one.lock]);
    }
    const wanted = rows.filter(({ lock }) => !this.owned.has(lock));
    if (wanted.length === 0) return;
    const { rows: taken } = await session.query<{ lock: string }>(
      'select lock::text from unnest($1::bigint[]) as lock where pg_try_advisory_lock(lock)',
      [wanted.map(({ lock }) => lock)],
    );
    // Read under the locks: the owner before may have committed until it let go.
    const { rows: offsets } = await session.query<{ place: string; next_offset: string }>(
      `select topic || '/' || partition as place, next_offset from group_offset where group_name = $1`,
      [group],
    );
    const nextOffsets = new Map(offsets.map((row) => [row.place, Number(row.next_offset)]));
    if (session !== this.session) return;
    for (const { topic, partition, lock } of taken.map((one) => share.get(one.lock)!)) {
      const nextOffset = nextOffsets.get(`${topic}/${partition}`) ?? 0;
      this.owned.set(lock, { topic, partition, lock, nextOffset, pausedUntil: 0, working: undefined });
    }
  }

  /** One query tells which owned partitions have news; each of those works by itself. */
  private async startWork(): Promise<void> {
    const idle = [...this.owned.values()].filter(
      (one) => !one.working && one.pausedUntil <= performance.now(),
    );
    if (idle.length === 0) return;
    const { rows } = await this.broker.pool.query<{ lock: string }>({
      name: 'partitions-with-news',
      text: `select mine ->> 'lock' as lock from partition join jsonb_array_elements($1) as mine
               on (topic, partition) = (mine ->> 'topic', (mine ->> 'partition')::int)
             where next_offset > (mine ->> 'nextOffset')::bigint`,
      values: [JSON.stringify(idle)],
    });
    for (const one of idle.filter(({ lock }) => rows.some((row) => row.lock === lock)))
      one.working = this.work(one).finally(() => {
        one.working = undefined;
        this.waker.wake();
      });
  }

  /** Reads and hands over batches until the partition is at its end, paused, or no longer ours. */
  private async work(one: Owned): Promise<void> {
    const { session } = this;
    const { topic, partition } = one;
    const isLost = () => session !== this.session || this.owned.get(one.lock) !== one;
    const isStale = () => this.closing || isLost();
    const heartbeat = async () => undefined;
    try {
      while (!isStale()) {
        const records = await this.read(one);
        if (records.length === 0) return;
        const result = await this.options.handle({ topic, partition, records, isStale, heartbeat });
        if (isLost()) return;
        await this.commit(session!, one, result.nextOffset);
        if (!result.pauseMilliseconds) continue;
        one.pausedUntil = performance.now() + result.pauseMilliseconds;
        setTimeout(this.waker.wake, result.pauseMilliseconds).unref();
        return;
      }
    } catch (error) {
      this.broker.log.warn({ error: String(error), topic, partition }, 'A partition is read again.');
      one.pausedUntil = performance.now() + againMilliseconds;
    }
  }

  private async read({ topic, partition, nextOffset }: Owned): Promise<IncomingRecord[]> {
    const { rows } = await this.broker.pool.query<StoredRecord>({
      name: 'read-records',
      text: `select record_offset, key, headers, value from record
             where topic = $1 and partition = $2 and record_offset >= $3 order by record_offset limit ${batchRecordsMax}`,
      values: [topic, partition, nextOffset],
    });
    return rows.map(({ record_offset, key, headers, value }) => ({
      offset: Number(record_offset),
      key: Buffer.from(key),
      headers,
      value: value === null ? null : Buffer.from(value),
    }));
  }

  /** On the session that holds the lock: who lost the partition cannot move its offset. */
  private async commit(session: Session, one: Owned, nextOffset: number): Promise<void> {
    if (nextOffset === one.nextOffset) return;
    await session.query({
      name: 'commit-offset',
      text: `insert into group_offset (group_name, topic, partition, next_offset) values ($1, $2, $3, $4)
             on conflict (group_name, topic, partition) do update set next_offset = excluded.next_offset`,
      values: [this.options.group, one.topic, one.partition, nextOffset],
    });
    one.nextOffset = nextOffset;
  }
}
