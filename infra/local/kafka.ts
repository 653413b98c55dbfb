import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './repository.js';

export interface KafkaOptions {
  /** Data and settings of the broker. */
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  /** Where clients reach it, if not at `port`. */
  readonly advertisedPort?: number;
  readonly logFile: string;
  /** Beside or instead of its own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** SCRAM credentials that are made with its data, as Kafka's format command takes them. */
  readonly credentials?: readonly string[];
}

export interface RunningKafka {
  readonly brokers: string[];
  /** What clients are set to, to reach it (libs/platform/src/config.ts). */
  readonly environment: Readonly<Record<string, string>>;
  /** Absent where the brokers are not ours (KAFKA_BROKERS). */
  readonly pid?: number;
  stop(): Promise<void>;
}

const startMilliseconds = 60_000;
const javaMajorMin = 17;

/** KAFKA_BROKERS is set, or Java 17 and Maven are here to start one. */
export function kafkaIsPossible(): boolean {
  return Boolean(process.env['KAFKA_BROKERS']) || kafkaCanBeStarted();
}

export function kafkaCanBeStarted(): boolean {
  return whatIsMissing() === undefined;
}

/** Kafka that runs already, where KAFKA_BROKERS names its brokers; the other variables of Kafka's clients hold for it. */
export function givenKafka(): RunningKafka | undefined {
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value && /^KAFKA_(BROKERS|TLS|USERNAME|PASSWORD|SASL)/.test(name) ? [[name, value]] : [],
    ),
  );
  const brokers = environment['KAFKA_BROKERS'];
  return brokers ? { brokers: brokers.split(','), environment, stop: async () => undefined } : undefined;
}

/** What is given, else one of its own. */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  return givenKafka() ?? startOwnKafka(options);
}

/**
 * One Apache Kafka 4.3.1 node in KRaft mode, from Maven Central's jars.
 * @throws with a sentence that says what is missing and how to get it
 */
export async function startOwnKafka({
  folder,
  port,
  controllerPort,
  advertisedPort = port,
  logFile,
  settings = {},
  credentials = [],
}: KafkaOptions): Promise<RunningKafka> {
  const missing = whatIsMissing();
  if (missing) throw new Error(missing);

  const classpath = resolveClasspath();
  const properties = writeProperties(folder, { port, controllerPort, advertisedPort }, settings);
  const java = [
    '-Xmx512m',
    '-Xms256m',
    '-XX:+UseSerialGC',
    `-Dlog4j2.configurationFile=${join(repositoryRoot, 'infra/kafka/log4j2.properties')}`,
    '-cp',
    classpath,
  ];
  if (!existsSync(join(folder, 'data', 'meta.properties'))) {
    execFileSync(
      'java',
      [
        ...java,
        'kafka.tools.StorageTool',
        'format',
        '--standalone',
        '--cluster-id',
        '5L6g3nShT-eMCtK--X86sw',
        '--config',
        properties,
        ...credentials.flatMap((credential) => ['--add-scram', credential]),
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  }
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn('java', [...java, 'kafka.Kafka', properties], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  // It does not keep its starter alive: whoever starts it also ends it.
  child.unref();
  await untilItListens(child, port, logFile);
  return runningKafka(port, child.pid!, () => stop(child));
}

/** One on this machine, in plaintext. */
export function runningKafka(port: number, pid: number, stop: () => Promise<void>): RunningKafka {
  const broker = `localhost:${port}`;
  return { brokers: [broker], environment: { KAFKA_BROKERS: broker }, pid, stop };
}

function whatIsMissing(): string | undefined {
  const major = javaMajor();
  if (major === undefined)
    return `Kafka needs Java ${javaMajorMin} or later, and no "java" is on the PATH: install a JDK, or set KAFKA_BROKERS to a Kafka that runs.`;
  if (major < javaMajorMin)
    return `Kafka needs Java ${javaMajorMin} or later, and "java" is ${major}: install a newer JDK, or set KAFKA_BROKERS to a Kafka that runs.`;
  if (existsSync(classpathFile()) || succeeds('mvn', ['-v'])) return undefined;
  return 'Kafka’s jars come through Maven, and no "mvn" is on the PATH: install Maven, or set KAFKA_BROKERS to a Kafka that runs.';
}

function javaMajor(): number | undefined {
  try {
    const version = execFileSync('java', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    return Number(/ (\d+)/.exec(version)?.[1]);
  } catch {
    return undefined;
  }
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const pom = join(repositoryRoot, 'infra/kafka/pom.xml');

/** Beside Maven's own repository, by the pom's content: resolved once, and no network after that. */
function classpathFile(): string {
  const hash = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16);
  return join(homedir(), '.m2', `liaison-hub-kafka-${hash}.classpath`);
}

function resolveClasspath(): string {
  const file = classpathFile();
  if (existsSync(file)) {
    const classpath = readFileSync(file, 'utf8').trim();
    if (classpath.split(':').every((jar) => existsSync(jar))) return classpath;
  }
  mkdirSync(dirname(file), { recursive: true });
  const output = join(dirname(file), `liaison-hub-kafka-${process.pid}.tmp`);
  try {
    execFileSync(
      'mvn',
      ['-q', '-B', '-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${output}`],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
  } catch (error) {
    const reason = String((error as { stdout?: Buffer }).stdout ?? error)
      .trim()
      .split('\n')[0];
    throw new Error(`Maven could not fetch Kafka’s jars: ${reason}`, { cause: error });
  }
  const classpath = readFileSync(output, 'utf8').trim();
  writeFileSync(file, classpath);
  return classpath;
}

function writeProperties(
  folder: string,
  { port, controllerPort, advertisedPort }: Record<'port' | 'controllerPort' | 'advertisedPort', number>,
  settings: Readonly<Record<string, string>>,
): string {
  mkdirSync(folder, { recursive: true });
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `localhost:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://localhost:${port},CONTROLLER://localhost:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://localhost:${advertisedPort}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    ...settings,
  };
  const file = join(folder, 'server.properties');
  writeFileSync(
    file,
    `${Object.entries(properties)
      .map(([name, value]) => `${name}=${String(value).replaceAll('\\', '/')}`)
      .join('\n')}\n`,
  );
  return file;
}

async function untilItListens(child: ChildProcess, port: number, logFile: string): Promise<void> {
  const until = performance.now() + startMilliseconds;
  let ended = false;
  child.once('exit', () => (ended = true));
  while (!(await listens(port))) {
    if (ended || performance.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`Kafka does not start on port ${port}: see ${logFile}.`);
    }
    await new Promise((again) => setTimeout(again, 100));
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(late);
}
