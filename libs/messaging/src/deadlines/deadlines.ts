import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import { silent, noMetrics, type Log, type MessagingMetrics } from '../observing.js';
import { wakeable } from '../relay/wakeable.js';
import type { Tx } from '../tx/tx.js';
import type { UnitOfWork } from '../tx/unit-of-work.js';

export const timerKind = Symbol('timer kind');

/** What happens when a deadline of one kind is due. A class with `@Timer(kind)` in the module's list. */
export interface TimerHandler {
  /** Applies the transition inside the transaction that took the deadline; does nothing where it is moot. */
  fire(tx: Tx, ownerId: string): Promise<void>;
}

export function Timer(kind: string): ClassDecorator {
  return applyDecorators(Injectable(), SetMetadata(timerKind, kind)) as ClassDecorator;
}

/** Sets (or moves) the one deadline of this kind that the owner has, in the transaction that makes it. */
export function setDeadline(tx: Tx, kind: string, ownerId: string, dueAt: Date): void {
  tx.write(
    `insert into deadline (kind, owner_id, due_at, causation_id, traceparent) values ($1, $2, $3, $4, $5)
     on conflict (kind, owner_id) do update set due_at = excluded.due_at, retry_at = null, failures = 0`,
    [kind, ownerId, dueAt, tx.cause.causationId ?? null, tx.cause.traceparent ?? null],
  );
}

/** Deletes it in the transaction that makes it moot. */
export function clearDeadline(tx: Tx, kind: string, ownerId: string): void {
  tx.write('delete from deadline where kind = $1 and owner_id = $2', [kind, ownerId]);
}

export interface DeadlineWorkerOptions {
  readonly unitOfWork: UnitOfWork;
  readonly timers: ReadonlyMap<string, TimerHandler>;
  readonly log?: Log;
  readonly metrics?: MessagingMetrics;
}

interface DueRow {
  readonly kind: string;
  readonly owner_id: string;
  readonly traceparent: string | null;
}

const sleepMillisecondsMax = 1_000;
const sleepMillisecondsMin = 20;

/** Takes due deadlines one by one, each with its effect in one transaction; time is the database's (messaging.md 15). */
export class DeadlineWorker {
  private readonly waker = wakeable();
  private readonly log: Log;
  private readonly metrics: MessagingMetrics;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: DeadlineWorkerOptions) {
    this.log = options.log ?? silent;
    this.metrics = options.metrics ?? noMetrics;
  }

  start(): void {
    if (this.options.timers.size > 0) this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.waker.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.runOnce();
        await this.waker.sleep(await this.millisecondsToNext());
      } catch (error) {
        this.log.warn({ error: String(error) }, 'Deadlines wait for the database.');
        await this.waker.sleep(sleepMillisecondsMax);
      }
    }
  }

  /** Fires everything that is due now; returns how many fired. A failing one is put off and does not hold up others. */
  async runOnce(): Promise<number> {
    let fired = 0;
    for (;;) {
      let taken: DueRow | undefined;
      try {
        await this.options.unitOfWork.worker({}, async (tx) => {
          taken = await this.takeDue(tx);
          if (!taken) return;
          const cause = taken.traceparent ? { traceparent: taken.traceparent } : {};
          await this.options.timers.get(taken.kind)!.fire(tx.because(cause), taken.owner_id);
        });
      } catch (error) {
        if (!taken) throw error;
        await this.putOff(taken, error);
        continue;
      }
      if (!taken) return fired;
      fired += 1;
      this.metrics.deadlineFired(taken.kind, 'done');
    }
  }

  private async takeDue(tx: Tx): Promise<DueRow | undefined> {
    const [row] = await tx.query<DueRow>(
      `delete from deadline where (kind, owner_id) in (
         select kind, owner_id from deadline
         where kind = any ($1) and coalesce(retry_at, due_at) <= $2
         order by coalesce(retry_at, due_at) limit 1 for update skip locked)
       returning kind, owner_id, traceparent`,
      // By the transaction's time, by which what it does is decided: what falls due a moment later waits for the next.
      [[...this.options.timers.keys()], tx.now],
    );
    return row;
  }

  private async putOff({ kind, owner_id }: DueRow, error: unknown): Promise<void> {
    this.metrics.deadlineFired(kind, 'failed');
    this.log.error(
      { kind, ownerId: owner_id, error: String(error) },
      'A deadline could not be applied; it is tried again.',
    );
    await this.options.unitOfWork.worker({}, (tx) =>
      tx.query(
        `update deadline set failures = failures + 1, retry_at = hub_now() + least(power(2, failures), 60) * interval '1 second'
         where kind = $1 and owner_id = $2`,
        [kind, owner_id],
      ),
    );
  }

  private async millisecondsToNext(): Promise<number> {
    const milliseconds = await this.options.unitOfWork.worker({}, async (tx) => {
      const [row] = await tx.query<{ wait: number | null }>(
        `select extract(epoch from min(coalesce(retry_at, due_at)) - hub_now())::float8 * 1000 as wait from deadline where kind = any ($1)`,
        [[...this.options.timers.keys()]],
      );
      return row?.wait ?? sleepMillisecondsMax;
    });
    return Math.min(sleepMillisecondsMax, Math.max(sleepMillisecondsMin, milliseconds));
  }
}
