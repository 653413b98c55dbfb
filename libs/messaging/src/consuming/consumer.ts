import { contractOf } from '#libs/contracts';
import type { Batch, BatchResult, IncomingRecord } from '../brokers/broker.js';
import { silent, noMetrics, type Log, type MessagingMetrics, type Outcome } from '../observing.js';
import { isAway, isTransient } from '../tx/failures.js';
import type { Query, Tx } from '../tx/tx.js';
import type { UnitOfWork } from '../tx/unit-of-work.js';
import { advanceCursors, readCursors, type Cursors } from './cursors.js';
import { eventOf, headOf, type EventHead, type HubEvent } from './hub-event.js';
import {
  askOwnerForMissing,
  blockKey,
  blockedKeys,
  park,
  placeName,
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
const transactionsMax = 2;
const sliceMilliseconds = 250;
const retryInPlaceMilliseconds = 2_000;
const retryPauseMilliseconds = 100;
const backoffMilliseconds = { first: 500, most: 30_000 };

/** Records of one partition that take effect together. */
interface Slice {
  readonly batch: Batch;
  readonly records: readonly IncomingRecord[];
}

interface WaitingSlice extends Slice {
  done(): void;
  failed(error: unknown): void;
}

/**
 * Takes batches of one partition and makes each event take effect once, in order (messaging.md 8 to 11): cursor, handler
 * and the handler's own events commit together; what fails for a while is tried again; what fails for good parks its key.
 */
export class Consumer {
  private readonly failuresInRow = new Map<string, number>();
  private readonly waiting: WaitingSlice[] = [];
  private transactions = 0;
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
      await this.untilItWorks(batch, () => this.applyWithOthers({ batch, records: slice }));
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
        // Where the group has moved on, that is what ends the attempts, and no fault of the event: it must not be parked for it.
        await batch.heartbeat().catch(() => Promise.reject(error as Error));
      }
    }
  }

  private backoff(partition: string): number {
    const failures = (this.failuresInRow.get(partition) ?? 0) + 1;
    this.failuresInRow.set(partition, failures);
    const most = Math.min(backoffMilliseconds.most, backoffMilliseconds.first * 2 ** (failures - 1));
    return most / 2 + (Math.random() * most) / 2;
  }

  /**
   * In one transaction with what other partitions have, up to 50 events: while transactions run, slices gather, so that the
   * fuller the topics are the less each event costs.
   */
  private applyWithOthers(slice: Slice): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ ...slice, done, failed });
      void this.applyWaiting();
    });
  }

  private async applyWaiting(): Promise<void> {
    if (this.transactions >= transactionsMax) return;
    const first = this.waiting.shift();
    if (!first) return;
    const together = [first];
    let room = eventsPerTransactionMax - first.records.length;
    while (this.waiting.length > 0 && this.waiting[0]!.records.length <= room) {
      const next = this.waiting.shift()!;
      room -= next.records.length;
      together.push(next);
    }
    this.transactions += 1;
    try {
      await this.apply(together);
      for (const { done } of together) done();
    } catch (error) {
      // Where the database is away nobody is to blame: each waits with a heartbeat of its own, and is not tried one by one.
      if (together.length === 1 || isAway(error)) for (const { failed } of together) failed(error);
      // One of them is to blame: each for itself.
      else for (const one of together) await this.apply([one]).then(one.done, one.failed);
    } finally {
      this.transactions -= 1;
      void this.applyWaiting();
    }
  }

  /** One transaction for all of these. */
  private async apply(slices: readonly Slice[]): Promise<void> {
    const { consumer, unitOfWork } = this.options;
    const outcomes: { head: EventHead; outcome: Outcome; ageSeconds: number }[] = [];
    const startedAt = performance.now();
    const heads = slices.flatMap(({ batch, records }) =>
      records.map((record) => {
        const place = { topic: batch.topic, key: record.key?.toString('utf8') ?? '' };
        return { batch, record, head: headOf(record), place };
      }),
    );
    const locked = (query: Query) =>
      Promise.all([
        blockedKeys(
          query,
          consumer,
          heads.map(({ place }) => place),
        ),
        readCursors(
          query,
          consumer,
          heads.map(({ head }) => head),
        ),
      ]);
    const work = async (tx: Tx, [blocked, cursors]: Awaited<ReturnType<typeof locked>>) => {
      for (const { batch, record, head, place } of heads) {
        const outcome = await this.applyOne(tx, batch, record, head, place, blocked, cursors);
        outcomes.push({
          head,
          outcome,
          ageSeconds: (tx.now.getTime() - head.time.getTime()) / 1000,
        });
      }
      await advanceCursors(tx, consumer, cursors);
    };
    await unitOfWork.worker({}, work, locked);
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
    place: ParkedKey,
    blocked: Map<string, ParkReason>,
    cursors: Cursors,
  ): Promise<Outcome> {
    const { consumer } = this.options;
    if (isFleeting(head.type)) return this.take(tx, head, record);
    const last = cursors.lastOf(head);
    if (head.sequence <= last) return 'duplicate';
    const isNext = head.sequence === last + 1;
    const reason = blocked.get(placeName(place));
    if (reason === 'gap' && isNext) {
      const outcome = await this.take(tx, head, record);
      cursors.set(head, head.sequence);
      await advanceCursors(tx, consumer, cursors);
      let turn = 0;
      // The gap before the first of them was asked for when it was found.
      const stillBlocked = await releaseParked(tx, consumer, place, (parked) =>
        this.takeParkedOrLeave(tx, place, parked, (turn += 1) > 1),
      );
      if (stillBlocked) blocked.set(placeName(place), stillBlocked);
      else blocked.delete(placeName(place));
      cursors.reset(head, (await readCursors(tx.query, consumer, [head])).lastOf(head));
      return outcome;
    }
    if (reason === undefined && isNext) {
      const outcome = await this.take(tx, head, record);
      cursors.set(head, head.sequence);
      return outcome;
    }
    if (reason === undefined) {
      await blockKey(tx, consumer, place, 'gap', `version ${last + 1} is missing`);
      await askOwnerForMissing(tx, head, { from: last + 1, to: head.sequence - 1 });
      blocked.set(placeName(place), 'gap');
      this.log.error(
        { ...place, have: last, got: head.sequence },
        'An event is missing: its aggregate waits, its owner is asked.',
      );
    }
    await park(tx, consumer, place, record, batch.partition, head.sequence);
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
    const cursors = await readCursors(tx.query, this.options.consumer, [head]);
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
    try {
      return await tx.savepoint(() => this.takeParked(tx, record, asksForGap));
    } catch (error) {
      if (isTransient(error)) throw error;
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
    if (isFleeting(record.headers['ce_type'])) {
      this.log.error(
        { ...place, code: nameOf(error) },
        'A fleeting event cannot be handled: the next one may.',
      );
      return true;
    }
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

/** Without versions nothing is missing, and nothing comes too late. */
function isFleeting(type: string | undefined): boolean {
  return type !== undefined && contractOf(type)?.isFleeting === true;
}

/** What stands in `blocked_key`: a code or a class, never a message, which may hold values. */
function nameOf(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? (error instanceof Error ? error.name : 'unknown');
}
