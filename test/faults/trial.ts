import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compare, type Verdict } from './compare.js';
import { namedFaults } from './named/index.js';
import { planKills } from './plan.js';
import { readyPauseMilliseconds, Stage } from './stage.js';
import { caseworker, makePlace, prepare } from './stories.js';

export interface FaultResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly why?: string;
}

export interface RunOptions {
  readonly broker: 'embedded' | 'kafka';
  readonly kills: number;
  readonly minutes?: number;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly thorough?: boolean;
  readonly build?: string;
  readonly clients: number;
  readonly patience?: number;
  print(line: string): void;
}

export interface RunResult {
  readonly broker: string;
  readonly commands: number;
  readonly unknown: number;
  readonly kills: number;
  readonly verdict: Verdict;
  readonly faults: readonly FaultResult[];
  readonly seconds: number;
}

const finishMilliseconds = 45_000;
/** So many may be down at a kill: kills overlap, and there is still a hub to be killed. */
const downMax = 4;
const backMilliseconds = 90_000;

/** One hub, its load, the named faults, then so many kills; at the end everything is healed and compared. */
export async function run(options: RunOptions): Promise<RunResult> {
  const startedAt = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'hub-faults-'));
  // PostgreSQL runs as a user of its own where this runs as root.
  chmodSync(home, 0o755);
  const keep = process.env['FAULTS_KEEP'] !== undefined;
  const stage = await Stage.start({ ...options, home: join(home, 'state') }).catch((error: unknown) => {
    if (!keep) rmSync(home, { recursive: true, force: true });
    throw error;
  });
  const end = () => void stage.stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  const faults: FaultResult[] = [];
  try {
    await prepare(stage);
    const places = [await makePlace(stage, 'three beds', 3), await makePlace(stage, 'two beds', 2)];
    stage.patience = options.patience ?? 1;
    const here = namedFaults.filter(
      ({ name, brokers }) =>
        (!brokers || brokers.includes(options.broker)) && (!options.only || options.only.includes(name)),
    );
    const possible = here.filter(({ isPossible }) => isPossible?.() ?? true);
    for (const { name } of here.filter((one) => !possible.includes(one)))
      options.print(`  not here         ${name.padEnd(36)} this machine cannot arrange it`);
    const wanted = possible.filter(({ alone }) => !alone);
    const last = possible.filter(({ alone }) => alone);
    const load = Array.from({ length: options.clients }, (_, index) =>
      caseworker(stage, places[index % places.length]!, options.kills > 100 ? 1_000 : 400),
    );
    for (const fault of wanted) faults.push(await tryFault(stage, fault, options));
    await killAtRandom(stage, options);
    stage.ending = true;
    await Promise.race([Promise.all(load), sleep(finishMilliseconds)]);
    for (const fault of last) faults.push(await tryFault(stage, fault, options));
    if (!(await stage.calm()))
      options.print('The hub did not come to rest; what is missing is counted as lost.');
    await endDeliveries(stage);
    const verdict = await compare(stage);
    for (const { why } of faults) {
      const kind = /^(lost|doubled|reordered): /.exec(why ?? '')?.[1] as 'lost' | 'doubled' | 'reordered';
      if (kind) verdict[kind] += 1;
    }
    return {
      broker: options.broker,
      commands: stage.ledger.entries.length,
      unknown: stage.ledger.entries.filter((entry) => entry.outcome === 'unknown').length,
      kills: stage.kills,
      verdict,
      faults,
      seconds: Math.round((performance.now() - startedAt) / 1000),
    };
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, end);
    await stage.stop();
    if (!keep) rmSync(home, { recursive: true, force: true });
  }
}

async function tryFault(
  stage: Stage,
  fault: (typeof namedFaults)[number],
  options: RunOptions,
): Promise<FaultResult> {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
  let why: string | undefined;
  try {
    await stage.untilAllRun();
    await fault.run(stage);
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  const result = { name: fault.name, passed: why === undefined, seconds: seconds(), ...(why ? { why } : {}) };
  options.print(
    `  ${result.passed ? 'passed' : 'FAILED'}  ${String(result.seconds).padStart(5)} s  ${fault.name.padEnd(36)} ${why ?? fault.what}`,
  );
  return result;
}

/** Each kill is of something that was ready: at most `downMax` others are still coming back. */
async function killAtRandom(
  stage: Stage,
  { seed, kills, minutes, broker, print }: RunOptions,
): Promise<void> {
  const until = minutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + minutes * 60_000;
  const startedAt = performance.now();
  let done = 0;
  for (const { target, afterMilliseconds } of planKills(seed, kills, broker)) {
    if (performance.now() > until) break;
    await sleep(afterMilliseconds);
    const ready = await stage.until(
      async () => {
        const down = await stage.notReady();
        return down.length <= downMax && !down.includes(target);
      },
      backMilliseconds,
      readyPauseMilliseconds,
    );
    if (!ready)
      print(
        `  Not ready for kill ${done + 1} after ${backMilliseconds / 1000} s: ${(await stage.notReady()).join(', ')}`,
      );
    if (target === 'postgres') await stage.killPostgres();
    else if (target === 'kafka') await stage.killKafka();
    else stage.kill(target);
    done += 1;
    if (done % 25 === 0)
      print(
        `  ${done} kills, ${stage.ledger.entries.length} commands, ${Math.round((performance.now() - startedAt) / 1000)} s`,
      );
  }
}

/** What partners could not be told waits for its next attempt: time moves on until every delivery has ended. */
async function endDeliveries(stage: Stage): Promise<void> {
  const open = async () =>
    (
      await stage.rows<{ open: number }>(
        'notifications',
        `select count(*)::int as open from delivery where state in ('queued', 'sending', 'retry_wait')`,
      )
    )[0]!.open;
  for (let day = 0; day < 12 && (await open()) > 0; day += 1) {
    const ended = await stage.until(async () => (await open()) === 0, 3_000, 200);
    if (!ended) await stage.moveTime(20 * 3_600_000, 'notifications');
  }
}
