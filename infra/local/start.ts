import { parseArgs } from 'node:util';
import { demonstrate } from './demonstration/demonstration.js';
import { LocalHub } from './local-hub.js';
import { memoryMbOf } from './memory.js';
import type { DemonstrationResult } from './running-hub.js';
import { places, readSettings, StartFault } from './settings.js';

const help = `npm start -- [--once] [--kafka] [--json]

Starts a whole Liaison Hub on this machine, plays the demonstration, prints it, and stays up until Ctrl-C.

  --once    end after the demonstration; exit code 1 if a step failed
  --kafka   Apache Kafka 4.3.1 instead of the embedded broker: at KAFKA_BROKERS, else started here (Java 17, Maven)
  --json    the last line of the output is one JSON object about the demonstration
  --help    this text

  HUB_HOME  where its state lies (.local)
  HUB_PORT  its first port (3000); it uses at most 40 from there on
  DATABASE_ADMIN_URL  superuser of a PostgreSQL 18 of your own, in place of the embedded one`;

const startedAt = performance.now();

async function main(): Promise<number> {
  const flags = readFlags();
  if (flags.help) {
    console.log(help);
    return 0;
  }
  // With --json the output is for a machine; people's lines go to the other stream.
  const print = (line: string) => (flags.json ? console.error(line) : console.log(line));
  const settings = readSettings(process.env, flags.kafka);
  const over = { now: false };
  let end!: (exitCode: number) => void;
  const ended = new Promise<number>((resolve) => {
    end = (exitCode) => {
      over.now = true;
      resolve(exitCode);
    };
  });
  const hub = new LocalHub({
    settings,
    print,
    onFault: (fault) => {
      print(fault.message);
      end(1);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => end(signal === 'SIGINT' ? 0 : 143));
  const work = run(hub, flags, print, over);
  work.catch(() => undefined);
  let exitCode = 1;
  try {
    exitCode = await Promise.race([ended, work]);
    if (exitCode === stayUp) exitCode = await ended;
  } finally {
    print('Stopping …');
    await hub.stop();
  }
  return exitCode;
}

const stayUp = -1;

async function run(
  hub: LocalHub,
  flags: ReturnType<typeof readFlags>,
  print: (line: string) => void,
  over: { readonly now: boolean },
): Promise<number> {
  print(
    `Liaison Hub starts (broker: ${hub.settings.broker}; state: ${hub.settings.home}). This is a local hub: webhooks may go to private addresses.`,
  );
  await hub.start();
  if (over.now) return 1;
  print(`Ready after ${seconds()} s.\n`);
  const result = await demonstrate(hub);
  print(
    `\nThe demonstration ${result.passed ? 'passed' : 'FAILED'}: ${result.steps.length} steps, ${result.events} events, ${result.deliveries} signed deliveries.`,
  );
  const memoryMb = printMemory(hub, print);
  if (flags.json) process.stdout.write(`${summary(hub, result, memoryMb)}\n`);
  if (flags.once) return result.passed ? 0 : 1;
  printAddresses(hub, print);
  return stayUp;
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        kafka: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new StartFault(`${(error as Error).message}\n\n${help}`, 2);
  }
}

function summary(hub: LocalHub, result: DemonstrationResult, memoryMb: number): string {
  return JSON.stringify({
    demonstration: result.passed ? 'passed' : 'failed',
    broker: hub.settings.broker,
    steps: result.steps,
    events: result.events,
    deliveries: result.deliveries,
    seconds: seconds(),
    memoryMb,
  });
}

function printMemory(hub: LocalHub, print: (line: string) => void): number {
  const figures = hub.pids().map(({ name, pid }) => ({ name, mb: memoryMbOf(pid) }));
  if (figures.some(({ mb }) => mb === undefined)) return Math.round(process.memoryUsage().rss / 1_048_576);
  const total = Math.round(figures.reduce((sum, { mb }) => sum + mb!, 0));
  print(
    `Memory (proportional set size): ${figures.map(({ name, mb }) => `${name} ${mb}`).join(', ')}; ${total} MB in all, without PostgreSQL and Kafka.`,
  );
  return total;
}

function printAddresses(hub: LocalHub, print: (line: string) => void): void {
  const url = hub.gatewayUrl;
  const environment = ['HUB_HOME', 'HUB_PORT']
    .flatMap((name) => (process.env[name] ? [`${name}='${process.env[name]}' `] : []))
    .join('');
  print(`
  API                  ${url}/v1
  API documentation    ${url}/docs
  Event documentation  ${url}/docs/events
  Health               ${url}/health/ready
  Metrics              ${url}/metrics (of each service: ports ${hub.settings.ports.directory} to ${hub.settings.ports.notifications})
  Logs                 ${places(hub.settings).logs}

In another terminal, in this folder: get a token, file a request, see the event it made

  TOKEN=$(${environment}npm run -s hub -- token --as ngo)
  curl -si ${url}/v1/liaison-requests -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%s%N)" \\
    -H 'Content-Type: application/json' \\
    -d '{"kind":"housing_gap","needs":["emergency_bed","women_only"],"regionCode":"3520005","urgency":"urgent"}'
  ${environment}npm run -s hub -- listen --as partner --after 0 --once

Ctrl-C stops everything.`);
}

function seconds(): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(
    error instanceof StartFault || !(error instanceof Error)
      ? String((error as Error).message ?? error)
      : error.message,
  );
  process.exit(error instanceof StartFault ? error.exitCode : 1);
}
