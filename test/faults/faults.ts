import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { assertSwitchesFit, proveMutations } from './mutations.js';
import { namedFaults } from './named/index.js';
import { run } from './trial.js';

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
  .option('--thorough', 'the broker is away for minutes, holds run out a thousand times')
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
  thorough?: boolean;
  clients: number;
  resume?: string;
  mutations?: true | string[];
  json?: boolean;
  list?: boolean;
}>();

if (options.list) {
  for (const { name, number, what } of namedFaults)
    console.log(`${String(number).padStart(4)}  ${name.padEnd(36)} ${what}`);
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
  assertSwitchesFit();
  const before = sumsOf(options.resume);
  const seed = before.seeds.length > 0 ? Math.max(...before.seeds) + 1 : options.seed;
  console.log(`Faults on a hub of two instances each, broker ${options.broker}, seed ${seed}\n`);
  const result = await run({
    broker: options.broker,
    kills: options.only ? 0 : options.kills,
    ...(options.minutes === undefined ? {} : { minutes: options.minutes }),
    ...(options.only ? { only: options.only } : {}),
    seed,
    thorough: Boolean(options.thorough),
    clients: options.clients,
    print: (line) => console.log(line),
  });
  const { verdict, faults } = result;
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
    const named = faults.map(({ name, passed }) => ({ name, passed }));
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
