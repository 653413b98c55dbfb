import { RecordRefused, type Broker, type OutgoingRecord, type Producer } from '../brokers/broker.js';
import { silent, type Log, type MessagingMetrics, noMetrics } from '../observing.js';
import { eventsWritten } from '../writing/save-aggregate.js';
import { Session } from './session.js';
import { wakeable } from './wakeable.js';

export interface RelayOptions {
  /** Worker role, straight to the server: a session lock does not survive a transaction pooler. */
  readonly connectionString: string;
  readonly broker: Broker;
  readonly app: string;
  readonly log?: Log;
  readonly metrics?: MessagingMetrics;
}

interface PendingEvent {
  readonly position: string;
  readonly topic: string;
  readonly aggregate_id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const batchMax = 500;
const pollMilliseconds = 200;
const retryMilliseconds = 250;
/** While the database or the broker is away, it is said so often. */
const warnMilliseconds = 10_000;
const lockIdleSeconds = 2;
const heartbeatMilliseconds = 500;
const wakeChannel = 'outbox';

/**
 * Publishes what is pending, in order, at least once. One relay an app is active: the holder of a session lock. Reading
 * and deleting happen on the session that holds it, so that who lost the lock cannot delete. Pending rows are a queue, not
 * a cursor: an event whose transaction commits late is still found (messaging.md 3 to 5).
 */
export class Relay {
  private readonly waker = wakeable();
  private readonly log: Log;
  private readonly metrics: MessagingMetrics;
  private stopping = false;
  private running: Promise<void> | undefined;
  private producer: Producer | undefined;
  /** `topic key` of events that the broker will never take: they block their own key until an operator acts. */
  private readonly refused = new Set<string>();
  private active = false;
  private warnedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: RelayOptions) {
    this.log = options.log ?? silent;
    this.metrics = options.metrics ?? noMetrics;
  }

  start(): void {
    eventsWritten.add(this.waker.wake);
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    eventsWritten.delete(this.waker.wake);
    this.waker.wake();
    await this.running;
  }

  /** Whether this instance holds the app's relay lock. */
  isActive(): boolean {
    return this.active;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.holdLockAndPublish();
      } catch (error) {
        this.warn(error);
      }
      this.active = false;
      await this.dropProducer();
      if (!this.stopping) await this.waker.sleep(retryMilliseconds);
    }
  }

  private warn(error: unknown): void {
    if (performance.now() - this.warnedAt < warnMilliseconds) return;
    this.warnedAt = performance.now();
    this.log.warn({ error: String(error) }, 'The relay lost its database or broker; it starts over.');
  }

  private async holdLockAndPublish(): Promise<void> {
    let lost = false;
    const session = new Session({
      connectionString: this.options.connectionString,
      name: `${this.options.app} relay`,
      idleSeconds: lockIdleSeconds,
      channel: wakeChannel,
      onNotification: () => {
        if (this.active) this.waker.wake();
      },
      onLost: () => {
        lost = true;
        this.waker.wake();
      },
    });
    await session.open();
    // A deletion that PostgreSQL forgets when it dies publishes an event again, which every consumer drops by its version.
    await session.query('set synchronous_commit = off');
    const heartbeat = setInterval(
      () => void session.query('select 1').catch(() => undefined),
      heartbeatMilliseconds,
    );
    try {
      while (!this.stopping && !lost) {
        if (!this.active) this.active = await tryLock(session, this.options.app);
        const published = this.active ? await this.publishBatch(session) : 0;
        if (this.active && published < batchMax) await this.waker.sleep(pollMilliseconds);
        // Another instance relays: tell it, outside any transaction, once for all that was written meanwhile.
        else if (!this.active && (await this.waker.sleep(retryMilliseconds)))
          await session.query(`notify ${wakeChannel}`);
      }
      if (lost) throw new Error('The connection was lost.');
    } finally {
      clearInterval(heartbeat);
      await session.close();
    }
  }

  /** One batch in flight: read, publish with acknowledgement from all, delete the pointers. */
  private async publishBatch(session: Session): Promise<number> {
    const { rows } = await session.query<PendingEvent>({
      name: 'read-pending',
      // Lateral, and fenced by its offset: each pointer is looked up, however many rows the planner believes the log to have.
      text: `select position, topic, aggregate_id, headers, body
             from outbox_pending cross join lateral (
               select topic, aggregate_id, headers, body from event_log where event_log.position = outbox_pending.position offset 0
             ) event
             where topic || ' ' || aggregate_id <> all ($1::text[])
             order by position limit ${batchMax}`,
      values: [[...this.refused]],
    });
    if (rows.length === 0) return 0;
    const published = await this.send(rows);
    await session.query({
      name: 'delete-pending',
      text: 'delete from outbox_pending where position = any ($1::bigint[])',
      values: [published.map((row) => row.position)],
    });
    this.metrics.published(published.length);
    return rows.length;
  }

  /** Returns what was acknowledged. A refused event holds back its own key; any other failure ends this round. */
  private async send(rows: readonly PendingEvent[]): Promise<PendingEvent[]> {
    this.producer ??= await this.options.broker.producer();
    try {
      await this.producer.send(rows.map(recordOf));
      return [...rows];
    } catch (error) {
      await this.dropProducer();
      if (!(error instanceof RecordRefused)) throw error;
      const culprit = rows.length === 1 ? rows[0] : error.index === undefined ? undefined : rows[error.index];
      if (!culprit) return this.sendEachAlone(rows);
      this.refuse(culprit, error);
      const others = rows.filter((row) => keyOf(row) !== keyOf(culprit));
      return others.length > 0 ? this.send(others) : [];
    }
  }

  private async sendEachAlone(rows: readonly PendingEvent[]): Promise<PendingEvent[]> {
    const published: PendingEvent[] = [];
    for (const row of rows) {
      if (!this.refused.has(keyOf(row))) published.push(...(await this.send([row])));
    }
    return published;
  }

  private refuse(row: PendingEvent, error: RecordRefused): void {
    this.refused.add(keyOf(row));
    this.metrics.refused(this.refused.size);
    this.log.error(
      { topic: row.topic, aggregateId: row.aggregate_id, position: row.position, error: error.message },
      'The broker refuses this event for good. Its aggregate is held back; the others flow.',
    );
  }

  private async dropProducer(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer?.close().catch(() => undefined);
  }
}

async function tryLock(session: Session, app: string): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('relay ' || $1, 0)) as locked`,
    [app],
  );
  return rows[0]?.locked ?? false;
}

function keyOf(row: PendingEvent): string {
  return `${row.topic} ${row.aggregate_id}`;
}

function recordOf(row: PendingEvent): OutgoingRecord {
  return { topic: row.topic, key: row.aggregate_id, headers: row.headers, value: row.body };
}
