import type { Pool } from 'pg';
import type { Log } from '../observing.js';
import { Session } from '../relay/session.js';
import { wakeable } from '../relay/wakeable.js';
import type { IncomingRecord, SubscribeOptions, Subscription } from './broker.js';

/** Told by NOTIFY after a commit: there are new records. */
export const recordChannel = 'record';
export const batchRecordsMax = 500;
const beatMilliseconds = 500;
const shareMilliseconds = 1_000;
const againMilliseconds = 250;
const idleSeconds = 2;

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
export class EmbeddedSubscription implements Subscription {
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
    const session = new Session({
      connectionString,
      name,
      idleSeconds,
      channel: recordChannel,
      onNotification,
      onLost,
    });
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
    const { rows } = await this.broker.pool.query<{ lock: string; is_new: boolean }>({
      name: 'partitions-with-news',
      text: `select mine ->> 'lock' as lock, next_offset < (mine ->> 'nextOffset')::bigint as is_new from partition join jsonb_array_elements($1) as mine
               on (topic, partition) = (mine ->> 'topic', (mine ->> 'partition')::int)
             where next_offset <> (mine ->> 'nextOffset')::bigint`,
      values: [JSON.stringify(idle)],
    });
    const news = new Map(rows.map((row) => [row.lock, row.is_new]));
    for (const one of idle.filter(({ lock }) => news.has(lock))) {
      // The topic lost its data and was made anew: offsets begin again, and what was had is dropped by its version.
      if (news.get(one.lock)) one.nextOffset = 0;
      one.working = this.work(one).finally(() => {
        one.working = undefined;
        this.waker.wake();
      });
    }
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
        const records = await readRecords(this.broker.pool, one);
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

/** The next records of a partition, at most `batchRecordsMax`. */
export async function readRecords(
  pool: Pool,
  { topic, partition, nextOffset }: Pick<Owned, 'topic' | 'partition' | 'nextOffset'>,
): Promise<IncomingRecord[]> {
  const { rows } = await pool.query<StoredRecord>({
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
