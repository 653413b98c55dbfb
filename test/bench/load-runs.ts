import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchHub } from './bench-hub.js';
import { offer, type Sample } from './load.js';
import { measuredOf, type Measured, type Way } from './way.js';

const settleMilliseconds = 20_000;
/** Kept up with: everything answered with success, and the last effect this soon after the last request was due. */
const tailMillisecondsMax = 1_000;
const rates = { first: 100, most: 5_000, precision: 0.06 };
const trySeconds = 6;

/** Offers a constant rate, waits for what it made to take effect, and says how long each took. */
export async function measure(
  bench: BenchHub,
  way: Way,
  perSecond: number,
  seconds: number,
): Promise<Measured> {
  // What went before is on the disk: nobody pays for another's writes.
  await bench.rows('postgres', 'checkpoint');
  const clockAhead = await bench.clockAhead();
  const samples = await offer(() => way.post(), perSecond, seconds);
  return measuredOf(samples, await effectsOf(way, samples), clockAhead);
}

export async function effectsOf(way: Way, samples: readonly Sample[]): Promise<Map<string, number>> {
  const ids = samples.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const until = performance.now() + settleMilliseconds;
  for (;;) {
    const effects = await way.effects(ids);
    if (effects.size >= ids.length || performance.now() > until) return effects;
    await sleep(500);
  }
}

/** The highest constant rate that the way keeps up with, events a second. */
export async function highestSustained(
  bench: BenchHub,
  way: Way,
  print: (line: string) => void,
): Promise<number> {
  let good = 0;
  let bad = rates.most;
  let next = rates.first;
  while (bad - good > Math.max(10, rates.precision * bad)) {
    const { failed, tailMilliseconds } = await measure(bench, way, next, trySeconds);
    const keptUp = failed === 0 && tailMilliseconds <= tailMillisecondsMax;
    print(
      `  ${way.name.padEnd(10)} ${String(Math.round(next)).padStart(5)}/s  ${keptUp ? 'kept up' : `did not keep up: ${failed} without effect, the last ${Math.round(tailMilliseconds)} ms late`}`,
    );
    if (keptUp) good = next;
    else bad = next;
    next = bad === rates.most ? Math.min(rates.most, good * 1.6) : (good + bad) / 2;
    if (good >= rates.most) break;
  }
  return Math.round(good);
}
