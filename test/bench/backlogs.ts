import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchHub } from './bench-hub.js';
import { peakMemoryMbOf } from './processes.js';
import { round } from './way.js';

const batchRows = 50_000;
const drainMilliseconds = 900_000;
/** Each look counts all that is done, on the same cores. */
const sampleMilliseconds = 100;

export interface Drained {
  readonly events: number;
  readonly perSecond: number;
  /** The most memory that the draining process held. */
  readonly peakMemoryMb: number;
}

/** Writes events into liaison's log as if requests had been filed: new aggregates, each at its first version. */
export async function writeEvents(bench: BenchHub, count: number, pending: boolean): Promise<void> {
  for (let done = 0; done < count; done += batchRows)
    await bench.rows(
      'liaison',
      `with template as (
         select * from event_log where type = 'liaison.request-submitted.v1' order by position desc limit 1
       ), fresh as (
         select nextval('event_log_position') as position, uuidv7() as event_id, uuidv7() as subject
         from generate_series(1, $1)
       ), logged as (
         insert into event_log (position, event_id, aggregate_type, aggregate_id, aggregate_version, type, topic, headers, body, occurred_at)
         select fresh.position, fresh.event_id, aggregate_type, subject, 1, type, topic,
                headers || jsonb_build_object('ce_id', fresh.event_id, 'ce_subject', subject), body, clock_timestamp()
         from template cross join fresh returning position
       )
       insert into outbox_pending (position) select position from logged where $2`,
      [Math.min(batchRows, count - done), pending],
    );
  await bench.rows('liaison', 'vacuum (analyze) event_log');
}

/** How fast an owner publishes what has waited, with nobody listening; from the first to the last. */
export async function drainRelay(bench: BenchHub, events: number): Promise<Drained> {
  const { processes } = bench.hub;
  await Promise.all(['liaison', 'referrals', 'notifications'].map((name) => processes.stopOne(name)));
  await writeEvents(bench, events, true);
  const before = await bench.count('liaison', 'outbox_pending');
  // Not ready before its lag is small: that is what is measured here.
  const started = processes.startOne('liaison').catch(() => undefined);
  const left = async () => before - (await bench.count('liaison', 'outbox_pending'));
  const perSecond = await rateOf(left, before);
  await started;
  return { events, perSecond, peakMemoryMb: peakMemoryMbOf(pidOf(bench, 'liaison')) };
}

/** How fast a consumer applies what the topic holds for it. */
export async function drainConsumer(
  bench: BenchHub,
  app: 'referrals' | 'notifications',
  events: number,
): Promise<Drained> {
  const { processes } = bench.hub;
  const before = await bench.count(app, 'consumer_cursor');
  const started = processes.startOne(app).catch(() => undefined);
  const perSecond = await rateOf(async () => (await bench.count(app, 'consumer_cursor')) - before, events);
  await started;
  return { events, perSecond, peakMemoryMb: peakMemoryMbOf(pidOf(bench, app)) };
}

/** Between the first and the last: what goes before it, such as the start of the process, does not count. */
async function rateOf(done: () => Promise<number>, all: number): Promise<number> {
  const until = performance.now() + drainMilliseconds;
  let first: { at: number; count: number } | undefined;
  for (;;) {
    const count = await done();
    const at = performance.now();
    if (count > 0) first ??= { at, count };
    if (first && count >= all) return round((all - first.count) / ((at - first.at) / 1000), 0);
    if (at > until)
      throw new Error(`Of ${all} events ${count} are done after ${drainMilliseconds / 1000} s.`);
    await sleep(sampleMilliseconds);
  }
}

const pidOf = (bench: BenchHub, name: string) =>
  bench.hub.processes.pids().find((one) => one.name === name)!.pid;
