import { Client, Pool, type ClientBase } from 'pg';
import { silent, type Log } from '../observing.js';
import { wakeable } from '../relay/wakeable.js';
import {
  RecordRefused,
  type Batch,
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
const pollMilliseconds = 500;
const shareMilliseconds = 1_000;
const heartbeatMilliseconds = 500;
/** A holder that says nothing for so long is stopped, not busy: the server ends its session, and its locks with it. */
const sessionIdleSeconds = 2;
const reconnectMilliseconds = 250;
const channel = 'record';

/** DDL of the broker's database, run by its owner; `clientRole` is the login of the apps. Idempotent. */
export async function createEmbeddedBrokerSchema(owner: ClientBase, clientRole: string): Promise<void> {
  await owner.query(`
    create table if not exists topic (name text primary key, partitions int not null, retention_milliseconds bigint);
    create table if not exists partition (
      topic text not null references topic,
      partition int not null,
      next_offset bigint not null default 0,
      primary key (topic, partition)
    ) with (fillfactor = 50);
    create table if not exists record (
      topic text not null,
      partition int not null,
      record_offset bigint not null,
      key text not null,
      headers jsonb not null,
      value text,
      appended_at timestamptz not null default now(),
      primary key (topic, partition, record_offset)
    );
    create table if not exists group_offset (
      group_name text not null,
      topic text not null,
      partition int not null,
      next_offset bigint not null,
      primary key (group_name, topic, partition)
    ) with (fillfactor = 50);
    grant usage on schema public to ${clientRole};
    grant select, insert, update on topic, partition, record, group_offset to ${clientRole};
  `);
}

/** Kafka's topics, partitions, keys, offsets and groups in one PostgreSQL database: for one machine, with nothing to install. */
export function embeddedBroker({
  connectionString,
  instance = 'hub',
  log = silent,
}: EmbeddedBrokerOptions): Broker {
  const pool = new Pool({ connectionString, max: 4, application_name: `${instance} broker` });
  pool.on('error', (error) =>
    log.warn({ error: error.message }, 'A connection of the embedded broker was lost.'),
  );
  const partitions = new Map<string, number>();
  const subscriptions = new Set<EmbeddedSubscription>();

  const partitionsOf = async (topic: string): Promise<number> => {
    if (!partitions.has(topic)) {
      const { rows } = await pool.query<{ partitions: number }>(
        'select partitions from topic where name = $1',
        [topic],
      );
      if (!rows[0]) throw new Error(`There is no topic ${topic}.`);
      partitions.set(topic, rows[0].partitions);
    }
    return partitions.get(topic)!;
  };

  return {
    name: 'embedded',
    async createTopics(topics) {
      await pool.query(
        `with made as (
           insert into topic (name, partitions, retention_milliseconds)
           select * from unnest($1::text[], $2::int[], $3::bigint[]) on conflict do nothing returning name, partitions
         )
         insert into partition (topic, partition) select name, generate_series(0, partitions - 1) from made`,
        [
          topics.map((one) => one.name),
          topics.map((one) => one.partitions),
          topics.map((one) => one.retentionMilliseconds ?? null),
        ],
      );
    },
    async producer() {
      return {
        send: (records) => append(pool, records, partitionsOf),
        close: async () => undefined,
      };
    },
    async subscribe(options) {
      const subscription = new EmbeddedSubscription(
        connectionString,
        `${instance} ${options.group}`,
        pool,
        options,
        log,
      );
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
      `A record of ${records[tooLarge]!.topic} is larger than ${recordBytesMax} bytes.`,
    );
  const placed: number[] = [];
  for (const record of records) placed.push(partitionOf(record.key, await partitionsOf(record.topic)));
  const { rows } = await pool.query<{ place: number; record_offset: string }>({
    name: 'append-records',
    text: `with incoming as materialized (
             select place, topic, partition, key, headers, value,
                    row_number() over (partition by topic, partition order by place) - 1 as rank
             from unnest($1::text[], $2::int[], $3::text[], $4::jsonb[], $5::text[]) with ordinality
               as incoming (topic, partition, key, headers, value, place)
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
    values: [
      records.map((record) => record.topic),
      placed,
      records.map((record) => record.key),
      records.map((record) => JSON.stringify(record.headers)),
      records.map((record) => record.value),
    ],
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

/**
 * A member of a group. One session holds its locks: shared on the group (to be counted), exclusive on each partition it
 * owns. There is no membership protocol: each member takes its share of what is free, and gives back what is over it.
 */
class EmbeddedSubscription implements Subscription {
  private session: Client | undefined;
  private generation = 0;
  private readonly owned = new Map<string, Owned>();
  private readonly waker = wakeable();
  private closing = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly connectionString: string,
    private readonly name: string,
    private readonly pool: Pool,
    private readonly options: SubscribeOptions,
    private readonly log: Log,
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
    const session = new Client({ connectionString: this.connectionString, application_name: this.name });
    const generation = (this.generation += 1);
    session.on('error', () => this.lose(generation));
    session.on('end', () => this.lose(generation));
    session.on('notification', () => this.waker.wake());
    await session.connect();
    await session.query(`set idle_session_timeout = '${sessionIdleSeconds}s'; listen ${channel}`);
    await session.query(`select pg_advisory_lock_shared(hashtextextended('group ' || $1, 0))`, [
      this.options.group,
    ]);
    this.session = session;
    await this.share();
  }

  private lose(generation: number): void {
    if (generation !== this.generation) return;
    this.session = undefined;
    this.owned.clear();
    this.waker.wake();
  }

  private async leave(): Promise<void> {
    const session = this.session;
    this.lose(this.generation);
    await session?.end().catch(() => undefined);
  }

  private async run(): Promise<void> {
    let sharedAt = performance.now();
    let beatAt = performance.now();
    while (!this.closing) {
      try {
        if (!this.session) await this.join();
        if (performance.now() - sharedAt > shareMilliseconds) {
          sharedAt = performance.now();
          await this.share();
        }
        await this.startWork();
        const woken = await this.waker.sleep(Math.min(pollMilliseconds, heartbeatMilliseconds));
        if (!woken || performance.now() - beatAt > heartbeatMilliseconds) {
          beatAt = performance.now();
          await this.session?.query('select 1');
        }
      } catch (error) {
        if (this.closing) return;
        this.log.warn(
          { error: String(error), group: this.options.group },
          'The embedded broker is away; the group joins again.',
        );
        await this.leave();
        await new Promise((resolve) => setTimeout(resolve, reconnectMilliseconds));
      }
    }
  }

  /** Takes free partitions up to a fair share, gives back idle ones above it. */
  private async share(): Promise<void> {
    const session = this.session;
    if (!session) return;
    const { rows } = await session.query<{ topic: string; partition: number; lock: string; members: number }>(
      `select topic, partition, hashtextextended($1 || ' ' || topic || '/' || partition, 1)::text as lock,
              (select count(distinct pid)::int from pg_locks
               where locktype = 'advisory' and mode = 'ShareLock' and granted and objsubid = 1
                 and database = (select oid from pg_database where datname = current_database())
                 and (classid::bigint << 32 | objid::bigint) = hashtextextended('group ' || $1, 0)) as members
       from partition where topic = any ($2) order by md5(topic || partition), topic, partition`,
      [this.options.group, this.options.topics],
    );
    const fair = Math.ceil(rows.length / Math.max(1, rows[0]?.members ?? 1));
    for (const one of [...this.owned.values()]) {
      if (this.owned.size <= fair) break;
      if (!one.working) await this.giveBack(session, one);
    }
    const free = rows.filter((row) => !this.owned.has(`${row.topic}/${row.partition}`));
    if (this.owned.size >= fair || free.length === 0) return;
    await this.takeFree(session, free, fair - this.owned.size);
  }

  private async takeFree(
    session: Client,
    free: readonly Pick<Owned, 'topic' | 'partition' | 'lock'>[],
    room: number,
  ): Promise<void> {
    const taken: Pick<Owned, 'topic' | 'partition' | 'lock'>[] = [];
    for (const one of free) {
      if (taken.length >= room) break;
      const { rows } = await session.query<{ locked: boolean }>({
        name: 'take',
        text: 'select pg_try_advisory_lock($1::bigint) as locked',
        values: [one.lock],
      });
      if (rows[0]?.locked) taken.push(one);
    }
    // Read under the locks: the owner before may have committed until it let go.
    const { rows: offsets } = await session.query<{ topic: string; partition: number; next_offset: string }>(
      'select topic, partition, next_offset from group_offset where group_name = $1 and topic = any ($2)',
      [this.options.group, this.options.topics],
    );
    if (session !== this.session) return;
    for (const { topic, partition, lock } of taken) {
      const committed =
        offsets.find((row) => row.topic === topic && row.partition === partition)?.next_offset ?? 0;
      this.owned.set(`${topic}/${partition}`, {
        topic,
        partition,
        lock,
        nextOffset: Number(committed),
        pausedUntil: 0,
        working: undefined,
      });
    }
  }

  private async giveBack(session: Client, one: Owned): Promise<void> {
    this.owned.delete(`${one.topic}/${one.partition}`);
    await session.query('select pg_advisory_unlock($1::bigint)', [one.lock]);
  }

  /** One query tells which owned partitions have news; each of those works by itself. */
  private async startWork(): Promise<void> {
    const now = performance.now();
    const idle = [...this.owned.values()].filter((one) => !one.working && one.pausedUntil <= now);
    if (idle.length === 0) return;
    const { rows } = await this.pool.query<{ topic: string; partition: number }>({
      name: 'partitions-with-news',
      text: `select topic, partition from partition
             join unnest($1::text[], $2::int[], $3::bigint[]) as mine (topic, partition, read_to) using (topic, partition)
             where next_offset > read_to`,
      values: [
        idle.map((one) => one.topic),
        idle.map((one) => one.partition),
        idle.map((one) => one.nextOffset),
      ],
    });
    for (const { topic, partition } of rows) {
      const one = this.owned.get(`${topic}/${partition}`);
      if (!one || one.working) continue;
      one.working = this.work(one).finally(() => {
        one.working = undefined;
        this.waker.wake();
      });
    }
  }

  /** Reads and hands over batches until the partition is at its end, paused, or no longer ours. */
  private async work(one: Owned): Promise<void> {
    const generation = this.generation;
    const isStale = () =>
      this.closing ||
      generation !== this.generation ||
      this.owned.get(`${one.topic}/${one.partition}`) !== one;
    try {
      while (!isStale()) {
        const records = await this.read(one);
        if (records.length === 0) return;
        const batch: Batch = {
          topic: one.topic,
          partition: one.partition,
          records,
          isStale,
          heartbeat: async () => undefined,
        };
        const { nextOffset, pauseMilliseconds = 0 } = await this.options.handle(batch);
        if (generation !== this.generation) return;
        await this.commit(one, nextOffset);
        if (pauseMilliseconds > 0) {
          one.pausedUntil = performance.now() + pauseMilliseconds;
          setTimeout(() => this.waker.wake(), pauseMilliseconds).unref();
          return;
        }
      }
    } catch (error) {
      this.log.warn(
        { error: String(error), topic: one.topic, partition: one.partition },
        'A partition is read again.',
      );
      one.pausedUntil = performance.now() + reconnectMilliseconds;
    }
  }

  private async read(one: Owned): Promise<IncomingRecord[]> {
    const { rows } = await this.pool.query<{
      record_offset: string;
      key: string;
      headers: Record<string, string>;
      value: string | null;
    }>({
      name: 'read-records',
      text: `select record_offset, key, headers, value from record
             where topic = $1 and partition = $2 and record_offset >= $3 order by record_offset limit ${batchRecordsMax}`,
      values: [one.topic, one.partition, one.nextOffset],
    });
    return rows.map((row) => ({
      offset: Number(row.record_offset),
      key: Buffer.from(row.key),
      headers: row.headers,
      value: row.value === null ? null : Buffer.from(row.value),
    }));
  }

  /** On the session that holds the lock: who lost the partition cannot move its offset. */
  private async commit(one: Owned, nextOffset: number): Promise<void> {
    if (nextOffset === one.nextOffset) return;
    if (!this.session) return;
    await this.session.query({
      name: 'commit-offset',
      text: `insert into group_offset (group_name, topic, partition, next_offset) values ($1, $2, $3, $4)
             on conflict (group_name, topic, partition) do update set next_offset = excluded.next_offset`,
      values: [this.options.group, one.topic, one.partition, nextOffset],
    });
    one.nextOffset = nextOffset;
  }
}
