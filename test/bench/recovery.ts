import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchHub } from './bench-hub.js';
import { effectsOf } from './load-runs.js';
import { offer } from './load.js';
import { measuredOf, round } from './way.js';

const perSecond = 50;
const seconds = 25;
const killAfterMilliseconds = 5_000;

/**
 * Seconds that the longest event took from the moment it was due to its effect, while the instance that relays (or that
 * consumes) was killed and another took its place. Requests go on all the while.
 */
export async function recoveryOf(bench: BenchHub, what: 'relay' | 'consumer'): Promise<number> {
  const { processes } = bench.hub;
  const app = what === 'relay' ? 'liaison' : 'notifications';
  await processes.startOne(`${app}-2`);
  // Requests go to the first liaison: the relay has to be in the second.
  if (what === 'relay') {
    await processes.stopOne(app);
    await sleep(1_000);
    await processes.startOne(app);
  }
  await sleep(10_000);
  const clockAhead = await bench.clockAhead();
  setTimeout(() => processes.signal(what === 'relay' ? `${app}-2` : app, 'SIGKILL'), killAfterMilliseconds);
  const samples = await offer(() => bench.theHub.post(), perSecond, seconds);
  const measured = measuredOf(samples, await effectsOf(bench.theHub, samples), clockAhead);
  if (measured.failed > 0)
    throw new Error(`${measured.failed} requests have no effect after the kill of a ${what}.`);
  await processes.stopOne(`${app}-2`);
  return round(Math.max(...measured.toEffect) / 1000, 2);
}
