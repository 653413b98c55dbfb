import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { compare, type Verdict } from './compare.js';
import { laterFaults, namedFaults } from './named/index.js';
import { planKills } from './plan.js';
import { Stage } from './stage.js';
import { caseworker, makePlace, prepare } from './stories.js';
import { proveMutations } from './mutations.js';

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
  readonly build?: string;
  readonly clients: number;
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
const downMax = 2;
const backMilliseconds = 90_000;

/** One hub, its load, the named faults, then so many kills; at the end everything is healed and compared. */
export async function run(options: RunOptions): Promise<RunResult> {
  const startedAt = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'hub-faults-'));
  // PostgreSQL runs as a user of its own where this runs as root.
  chmodSync(home, 0o755);
  const stage = await Stage.start({ ...options, home: join(home, 'state') });
  const end = () => void stage.stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  const faults: FaultResult[] = [];
  try {
    await prepare(stage);
    const places = [await makePlace(stage, 'three beds', 3), await makePlace(stage, 'two beds', 2)];
    const here = namedFaults.filter(
      ({ name, brokers }) =>
        (!brokers || brokers.includes(options.broker)) && (!options.only || options.only.includes(name)),
    );
    const wanted = here.filter(({ alone }) => !alone);
    const last = here.filter(({ alone }) => alone);
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
    if (!process.env['FAULTS_KEEP']) rmSync(home, { recursive: true, force: true });
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
    const ready = await stage.until(async () => {
      const down = await stage.notReady();
      return down.length <= downMax && !down.includes(target);
    }, backMilliseconds);
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

const program = new Command('npm run faults --')
  .description(
    'Breaks a hub under load in every way that has a name, and compares what it said with what it did.',
  )
  .addOption(
    new Option('--broker <broker>', 'which broker').choices(['embedded', 'kafka']).default('embedded'),
  )
  .option('--kills <number>', 'kills at random, beside those of the named faults', Number, 30)
  .option('--minutes <number>', 'no more kills after so many minutes', Number)
  .option('--only <name...>', 'these named faults alone, and no kills at random')
  .option('--seed <number>', 'the same seed gives the same plan', Number, 1)
  .option('--clients <number>', 'how many work at once', Number, 8)
  .option('--resume <file>', 'add to the sums in this file, and go on behind the seeds that it holds')
  .option('--mutations [name...]', 'switch off each safeguard in turn, and show that it is noticed')
  .option('--json', 'one line for machines at the end')
  .option('--list', 'name the faults and end')
  .showHelpAfterError();
program.parse();
const options = program.opts<{
  broker: 'embedded' | 'kafka';
  kills: number;
  minutes?: number;
  only?: string[];
  seed: number;
  clients: number;
  resume?: string;
  mutations?: true | string[];
  json?: boolean;
  list?: boolean;
}>();

if (options.list) {
  for (const { name, number, what } of namedFaults)
    console.log(`${String(number).padStart(4)}  ${name.padEnd(36)} ${what}`);
  for (const { name, number, why } of laterFaults)
    console.log(`${String(number).padStart(4)}  ${name.padEnd(36)} not yet applicable: ${why}`);
} else if (options.mutations) {
  process.exitCode = await proveMutations(
    options.mutations === true ? undefined : options.mutations,
    Boolean(options.json),
  );
} else process.exitCode = await main();

async function main(): Promise<number> {
  const unknown = (options.only ?? []).filter((name) => !namedFaults.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    console.error(`There is no fault ${unknown.join(', ')}. "npm run faults -- --list" names them.`);
    return 2;
  }
  const before = sumsOf(options.resume);
  const seed = before.seeds.length > 0 ? Math.max(...before.seeds) + 1 : options.seed;
  console.log(`Faults on a hub of two instances each, broker ${options.broker}, seed ${seed}\n`);
  const result = await run({
    broker: options.broker,
    kills: options.only ? 0 : options.kills,
    ...(options.minutes === undefined ? {} : { minutes: options.minutes }),
    ...(options.only ? { only: options.only } : {}),
    seed,
    clients: options.clients,
    print: (line) => console.log(line),
  });
  const { verdict, faults } = result;
  for (const { name, why } of options.only ? [] : laterFaults)
    console.log(`  later            ${name.padEnd(36)} ${why}`);
  console.log(`
  ${result.commands} commands (${result.unknown} never answered), ${verdict.events} events, ${verdict.applied} effects in other services,
  ${verdict.deliveries} notices, ${result.kills} kills, ${result.seconds} s

  lost ${verdict.lost}   doubled ${verdict.doubled}   reordered ${verdict.reordered}`);
  for (const finding of verdict.findings) console.log(`    ${finding}`);
  const sums = {
    broker: options.broker,
    seeds: [...before.seeds, seed],
    commands: before.commands + result.commands,
    kills: before.kills + result.kills,
    lost: before.lost + verdict.lost,
    doubled: before.doubled + verdict.doubled,
    reordered: before.reordered + verdict.reordered,
    seconds: before.seconds + result.seconds,
  };
  if (options.resume) {
    mkdirSync(join(options.resume, '..'), { recursive: true });
    writeFileSync(options.resume, JSON.stringify(sums));
    console.log(
      `  with earlier runs: ${sums.kills} kills, lost ${sums.lost}, doubled ${sums.doubled}, reordered ${sums.reordered}, ${sums.seconds} s`,
    );
  }
  if (options.json) {
    const { broker, commands, kills, lost, doubled, reordered } = sums;
    const named = [
      ...faults.map(({ name, passed }) => ({ name, passed })),
      ...(options.only ? [] : laterFaults.map(({ name }) => ({ name, passed: null, applicable: false }))),
    ];
    console.log(JSON.stringify({ broker, commands, kills, lost, doubled, reordered, faults: named }));
  }
  return verdict.lost + verdict.doubled + verdict.reordered === 0 && faults.every(({ passed }) => passed)
    ? 0
    : 1;
}

function sumsOf(file: string | undefined) {
  const none = {
    seeds: [] as number[],
    commands: 0,
    kills: 0,
    lost: 0,
    doubled: 0,
    reordered: 0,
    seconds: 0,
  };
  return file && existsSync(file)
    ? { ...none, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<typeof none>) }
    : none;
}
