import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { repositoryRoot } from '../../infra/local/repository.js';
import { auditCostOf } from './audit-cost.js';
import { drainConsumer, drainRelay, writeEvents } from './backlogs.js';
import { BenchHub } from './bench-hub.js';
import { highestSustained, measure } from './load-runs.js';
import { recoveryOf } from './recovery.js';
import { printResult, type LoadResult, type Result } from './report.js';
import { percentilesOf, round, type Measured, type Way } from './way.js';

const parts = ['load', 'audit', 'drain', 'recovery', 'growth'] as const;
type Part = (typeof parts)[number];

const program = new Command('npm run bench --')
  .description(
    'Measures the hub beside a loop without any safeguard, on the same PostgreSQL and Kafka, in one run. Let nothing else run.',
  )
  .option('--only <part...>', `of ${parts.join(', ')}`)
  .option('--seconds <number>', 'of each load', Number, 15)
  .option('--rate <number>', 'instead of the highest sustained rate, events a second', Number)
  .option('--backlog <number>', 'events that wait for a relay and for a consumer', Number, 100_000)
  .option('--profile <folder>', 'CPU profiles of the services there, and the statements that take most time')
  .option('--json', 'one line for machines at the end')
  .showHelpAfterError();
program.parse();
const options = program.opts<{
  only?: Part[];
  seconds: number;
  rate?: number;
  backlog: number;
  profile?: string;
  json?: boolean;
}>();
const wanted = (part: Part) => !options.only || options.only.includes(part);
const rounds = 2;
const warmUp = { perSecond: 100, seconds: 10 };
const growthTimes = 10;

const unknown = (options.only ?? []).filter((part) => !parts.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts are ${parts.join(', ')}.`);
  process.exitCode = 2;
} else await main();

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  // PostgreSQL runs as a user of its own where this runs as root.
  chmodSync(home, 0o755);
  // With --json the output is for a machine; people's lines go to the other stream.
  const print = (line: string) => (options.json ? console.error(line) : console.log(line));
  const bench = await BenchHub.start(join(home, 'state'), print, options.profile);
  const end = () => void bench.stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  try {
    const result = await run(bench, print);
    printResult(result, print);
    if (options.json) console.log(JSON.stringify(result));
  } finally {
    await bench.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function run(bench: BenchHub, print: (line: string) => void): Promise<Result> {
  const ways = [bench.bareLoop, bench.theHub];
  print('Warming up …');
  for (const way of ways) await measure(bench, way, warmUp.perSecond, warmUp.seconds);
  const result: Result = {
    date: new Date().toISOString(),
    machine: {
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? '',
      node: process.versions.node,
      postgres: (await bench.rows<{ server_version: string }>('postgres', 'show server_version'))[0]!
        .server_version,
      kafka: kafkaVersion(),
    },
    sustained: {},
    loads: [],
  };
  if (wanted('load')) {
    for (const way of ways)
      result.sustained[way.name] = options.rate ?? (await highestSustained(bench, way, print));
    const highest = Math.min(...Object.values(result.sustained));
    for (const share of [0.3, 0.8]) {
      const loads = await besideEachOther(bench, ways, share, share * highest);
      result.loads.push(...loads);
      if (!options.profile) continue;
      const events = share * highest * options.seconds * rounds;
      print(`Of each event at ${Math.round(share * highest)}/s:`);
      for (const line of await bench.dearest(bench.theHub.databases, events)) print(`  ${line}`);
    }
  }
  if (wanted('audit')) {
    print('Commands with and without the audit’s chain …');
    result.auditCost = await auditCostOf(bench);
  }
  if (wanted('drain')) {
    print(`A backlog of ${options.backlog} events …`);
    result.relayDrain = await drainRelay(bench, options.backlog);
    result.consumerDrain = await drainConsumer(bench, 'referrals', options.backlog);
    result.handlerDrain = await drainConsumer(bench, 'notifications', options.backlog);
  }
  if (wanted('recovery')) {
    print('Kills …');
    result.recoverySeconds = {
      relay: await recoveryOf(bench, 'relay'),
      consumer: await recoveryOf(bench, 'consumer'),
    };
  }
  if (wanted('growth')) result.growth = await growth(bench, print);
  return result;
}

/** The ways take turns, so that what the machine does meanwhile meets both. */
async function besideEachOther(
  bench: BenchHub,
  ways: readonly Way[],
  share: number,
  perSecond: number,
): Promise<LoadResult[]> {
  const taken = ways.map((way) => ({ way, measured: [] as Measured[], cpu: [0, 0, 0], statements: 0 }));
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const one of taken) {
      const before = await bench.spent(one.way);
      one.measured.push(await measure(bench, one.way, perSecond, options.seconds));
      const after = await bench.spent(one.way);
      one.cpu = (['own', 'postgres', 'kafka'] as const).map(
        (part, index) => one.cpu[index]! + after.cpuSeconds[part] - before.cpuSeconds[part],
      );
      one.statements += after.statements - before.statements;
    }
  }
  return taken.map(({ way, measured, cpu, statements }) => {
    const events = measured.reduce((sum, { offered, failed }) => sum + offered - failed, 0);
    const [own, postgres, kafka] = cpu.map((seconds) => round((seconds / events) * 1000, 2));
    return {
      way: way.name,
      share,
      perSecond: Math.round(perSecond),
      failed: measured.reduce((sum, { failed }) => sum + failed, 0),
      toEffect: percentilesOf(measured.flatMap(({ toEffect }) => toEffect)),
      toAnswer: percentilesOf(measured.flatMap(({ toAnswer }) => toAnswer)),
      cpuMillisecondsPerEvent: { own: own!, postgres: postgres!, kafka: kafka! },
      statementsPerEvent: round(statements / events),
    };
  });
}

/** The same load on a log of ten times the rows. */
async function growth(
  bench: BenchHub,
  print: (line: string) => void,
): Promise<NonNullable<Result['growth']>> {
  const perSecond = 50;
  await writeEvents(bench, Math.max(0, 20_000 - (await bench.count('liaison', 'event_log'))), false);
  const rowsBefore = await bench.count('liaison', 'event_log');
  print(`A log of ${rowsBefore} rows, and of ${growthTimes} times as many …`);
  const before = percentilesOf((await measure(bench, bench.theHub, perSecond, options.seconds)).toEffect);
  await writeEvents(bench, rowsBefore * (growthTimes - 1), false);
  const after = percentilesOf((await measure(bench, bench.theHub, perSecond, options.seconds)).toEffect);
  return { rowsBefore, rowsAfter: await bench.count('liaison', 'event_log'), before, after };
}

function kafkaVersion(): string {
  const pom = readFileSync(join(repositoryRoot, 'infra/kafka/pom.xml'), 'utf8');
  return /<version>(\d+\.\d+\.\d+)<\/version>/.exec(pom)?.[1] ?? '';
}
