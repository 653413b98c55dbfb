import type { Batch, BatchResult, IncomingRecord } from '../brokers/broker.js';
import { silent, noMetrics, type Log, type MessagingMetrics, type Outcome } from '../observing.js';
import { isTransient } from '../tx/failures.js';
import type { Tx } from '../tx/tx.js';
import type { UnitOfWork } from '../tx/unit-of-work.js';
import { advanceCursors, readCursors, type Cursors } from './cursors.js';
import { eventOf, headOf, type EventHead, type HubEvent } from './hub-event.js';
import {
  askOwnerForMissing,
  blockKey,
  blockedKeys,
  park,
  releaseParked,
  wasSkipped,
  type ParkedKey,
  type ParkReason,
} from './parking.js';

/** Applies one event inside `tx`; undefined where the app has no handler for the type. */
export type EventHandler = (event: HubEvent, tx: Tx) => Promise<void>;

export interface ConsumerOptions {
  /** The consuming app: its group, and the owner of its cursors. */
  readonly consumer: string;
  readonly unitOfWork: UnitOfWork;
  handlerOf(type: string): EventHandler | undefined;
  readonly log?: Log;
  readonly metrics?: MessagingMetrics;
}

const eventsPerTransactionMax = 50;
const sliceMilliseconds = 250;
const retryInPlaceMilliseconds = 2_000;
const retryPauseMilliseconds = 100;
const backoffMilliseconds = { first: 500, most: 30_000 };

/**
 * Takes batches of one partition and makes each event take effect once, in order (messaging.md 8 to 11): cursor, handler
 * and the handler's own events commit together; what fails for a while is tried again; what fails for good parks its key.
 */
export class Consumer {
  private readonly failuresInRow = new Map<string, number>();
  private readonly log: Log;
  private readonly metrics: MessagingMetrics;

  constructor(private readonly options: ConsumerOptions) {
    this.log = options.log ?? silent;
    this.metrics = options.metrics ?? noMetrics;
  }

  /** Works for at most 250 ms, then says how far it came. Never throws. */
  async handle(batch: Batch): Promise<BatchResult> {
    const partition = `${batch.topic}/${batch.partition}`;
    const startedAt = performance.now();
    let done = 0;
    const nextOffset = () =>
      batch.records[done]?.offset ?? batch.records[batch.records.length - 1]!.offset + 1;
    while (done < batch.records.length && !batch.isStale()) {
      const slice = batch.records.slice(done, done + eventsPerTransactionMax);
      const finished = await this.applySlice(batch, slice);
      done += finished;
      if (finished < slice.length)
        return { nextOffset: nextOffset(), pauseMilliseconds: this.backoff(partition) };
      this.failuresInRow.delete(partition);
      await batch.heartbeat();
      if (performance.now() - startedAt > sliceMilliseconds) break;
    }
    return { nextOffset: nextOffset() };
  }

  /** Returns how many records are done: all, or those before the one that has to wait. */
  private async applySlice(batch: Batch, slice: readonly IncomingRecord[]): Promise<number> {
    try {
      await this.untilItWorks(batch, () => this.apply(batch, slice));
      return slice.length;
    } catch (error) {
      if (isTransient(error)) {
        this.log.warn(
          { topic: batch.topic, partition: batch.partition, error: String(error) },
          'The partition waits and tries again.',
        );
        return 0;
      }
      if (slice.length === 1) return (await this.parkPoison(batch, slice[0]!, error)) ? 1 : 0;
    }
    for (const [index, record] of slice.entries()) {
      if (batch.isStale() || (await this.applySlice(batch, [record])) === 0) return index;
    }
    return slice.length;
  }

  private async untilItWorks<Result>(batch: Batch, work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const spent = performance.now() - startedAt;
        if (!isTransient(error) || spent > retryInPlaceMilliseconds || batch.isStale()) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryPauseMilliseconds));
        await batch.heartbeat();
      }
    }
  }

  private backoff(partition: string): number {
    const failures = (this.failuresInRow.get(partition) ?? 0) + 1;
    this.failuresInRow.set(partition, failures);
    const most = Math.min(backoffMilliseconds.most, backoffMilliseconds.first * 2 ** (failures - 1));
    return most / 2 + (Math.random() * most) / 2;
  }

  /** One transaction for the whole slice. */
  private async apply(batch: Batch, slice: readonly IncomingRecord[]): Promise<void> {
    const { consumer, unitOfWork } = this.options;
    const outcomes: { head: EventHead; outcome: Outcome; ageSeconds: number }[] = [];
    const startedAt = performance.now();
    await unitOfWork.worker({}, async (tx) => {
      outcomes.length = 0;
      const heads = slice.map((record) => ({
        record,
        head: headOf(record),
        key: record.key?.toString('utf8') ?? '',
      }));
      const blocked = await blockedKeys(
        tx,
        consumer,
        batch.topic,
        heads.map(({ key }) => key),
      );
      const cursors = await readCursors(
        tx,
        consumer,
        heads.map(({ head }) => head),
      );
      for (const { record, head, key } of heads) {
        const outcome = await this.applyOne(tx, batch, record, head, key, blocked, cursors);
        outcomes.push({
          head,
          outcome,
          ageSeconds: (tx.now.getTime() - head.time.getTime()) / 1000,
        });
      }
      await advanceCursors(tx, consumer, cursors);
    });
    const elapsedSeconds = (performance.now() - startedAt) / 1000;
    for (const { head, outcome, ageSeconds } of outcomes) {
      const { id: eventId, type, traceparent } = head;
      this.metrics.consumed(type, outcome);
      if (outcome !== 'applied') continue;
      this.metrics.effectSeconds(type, ageSeconds + elapsedSeconds);
      this.log.info({ eventId, type, traceId: traceparent?.slice(3, 35) }, 'event applied');
    }
  }

  private async applyOne(
    tx: Tx,
    batch: Batch,
    record: IncomingRecord,
    head: EventHead,
    key: string,
    blocked: Map<string, ParkReason>,
    cursors: Cursors,
  ): Promise<Outcome> {
    const { consumer } = this.options;
    const last = cursors.lastOf(head);
    if (head.sequence <= last) return 'duplicate';
    const isNext = head.sequence === last + 1;
    const reason = blocked.get(key);
    if (reason === 'gap' && isNext) {
      const outcome = await this.take(tx, head, record);
      cursors.set(head, head.sequence);
      await advanceCursors(tx, consumer, cursors);
      let turn = 0;
      // The gap before the first of them was asked for when it was found.
      const place = { topic: batch.topic, key };
      const stillBlocked = await releaseParked(tx, consumer, place, (parked) =>
        this.takeParkedOrLeave(tx, place, parked, (turn += 1) > 1),
      );
      if (stillBlocked) blocked.set(key, stillBlocked);
      else blocked.delete(key);
      cursors.reset(head, (await readCursors(tx, consumer, [head])).lastOf(head));
      return outcome;
    }
    if (reason === undefined && isNext) {
      const outcome = await this.take(tx, head, record);
      cursors.set(head, head.sequence);
      return outcome;
    }
    if (reason === undefined) {
      await blockKey(tx, consumer, { topic: batch.topic, key }, 'gap', `version ${last + 1} is missing`);
      await askOwnerForMissing(tx, head, { from: last + 1, to: head.sequence - 1 });
      blocked.set(key, 'gap');
      this.log.error(
        { topic: batch.topic, key, have: last, got: head.sequence },
        'An event is missing: its aggregate waits, its owner is asked.',
      );
    }
    await park(tx, consumer, { topic: batch.topic, key }, record, batch.partition, head.sequence);
    return 'parked';
  }

  private async take(tx: Tx, head: EventHead, record: IncomingRecord): Promise<Outcome> {
    const handler = this.options.handlerOf(head.type);
    if (!handler) return 'no_handler';
    const { id, correlationId, traceparent } = head;
    const cause = { causationId: id, correlationId, ...(traceparent ? { traceparent } : {}) };
    await handler(eventOf(head, record), tx.because(cause));
    return 'applied';
  }

  /** One parked event in its turn: applied, or dropped as a duplicate, or (a gap before it, that the owner is asked for) left. */
  async takeParked(tx: Tx, record: IncomingRecord, asksForGap = true): Promise<'done' | 'gap'> {
    const head = headOf(record);
    const cursors = await readCursors(tx, this.options.consumer, [head]);
    const last = cursors.lastOf(head);
    if (head.sequence <= last) return 'done';
    if (head.sequence > last + 1) {
      if (asksForGap) await askOwnerForMissing(tx, head, { from: last + 1, to: head.sequence - 1 });
      return 'gap';
    }
    await this.take(tx, head, record);
    cursors.set(head, head.sequence);
    await advanceCursors(tx, this.options.consumer, cursors);
    return 'done';
  }

  /** The same, for what a gap held back: one that cannot be handled stays parked as poison, and what went before it stands. */
  private async takeParkedOrLeave(
    tx: Tx,
    place: ParkedKey,
    record: IncomingRecord,
    asksForGap: boolean,
  ): Promise<'done' | ParkReason> {
    await tx.query('savepoint parked');
    try {
      const taken = await this.takeParked(tx, record, asksForGap);
      await tx.query('release savepoint parked');
      return taken;
    } catch (error) {
      if (isTransient(error)) throw error;
      await tx.query('rollback to savepoint parked');
      const code = nameOf(error);
      await blockKey(tx, this.options.consumer, place, 'poison', code);
      this.log.error({ ...place, offset: record.offset, code }, 'A parked event cannot be handled.');
      return 'poison';
    }
  }

  /** Its own transaction: the failed one is gone, and the key must be blocked before the offset moves on. */
  private async parkPoison(batch: Batch, record: IncomingRecord, error: unknown): Promise<boolean> {
    const key = record.key?.toString('utf8') ?? '';
    const place = { topic: batch.topic, key };
    const written = Number(record.headers['ce_sequence']);
    const sequence = Number.isSafeInteger(written) && written > 0 ? written : null;
    const code = nameOf(error);
    const { consumer } = this.options;
    try {
      const parked = await this.options.unitOfWork.worker({}, async (tx) => {
        if (await wasSkipped(tx, consumer, batch.topic, batch.partition, record)) return false;
        await blockKey(tx, consumer, place, 'poison', code);
        await park(tx, consumer, place, record, batch.partition, sequence);
        return true;
      });
      if (!parked) return true;
      this.log.error(
        { ...place, partition: batch.partition, offset: record.offset, code },
        'An event cannot be handled: its key is parked.',
      );
      this.metrics.consumed(record.headers['ce_type'] ?? 'unknown', 'parked');
      return true;
    } catch (parkError) {
      this.log.error({ ...place, error: String(parkError) }, 'Parking failed; the partition waits.');
      return false;
    }
  }
}

/** What stands in `blocked_key`: a code or a class, never a message, which may hold values. */
function nameOf(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? (error instanceof Error ? error.name : 'unknown');
}
