import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { repositoryRoot } from './repository.js';
import { StartFault } from './settings.js';

export interface ServiceDefinition {
  readonly name: string;
  /** Compiled entry, from the repository's root (or absolute). */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Answers 200 once the service is ready. */
  readonly readyUrl: string;
  readonly logFile: string;
}

/** V8 kept small: eight processes share one machine. */
export const nodeFlags = [
  '--max-semi-space-size=2',
  '--optimize-for-size',
  '--max-lazy',
  '--max-old-space-size=80',
];
const readyMilliseconds = 120_000;
const restartsAMinuteMaxDefault = 5;
const restartMillisecondsMaxDefault = 8_000;

/** The services of a hub as processes of their own; one that dies is started again. */
export class Services {
  private readonly children = new Map<string, ChildProcess>();
  private readonly deaths = new Map<string, number[]>();
  private readonly ended = new Map<string, number>();
  private stopping = false;

  constructor(
    private readonly definitions: readonly ServiceDefinition[],
    private readonly observe: {
      changed(): void;
      notice(line: string): void;
      gaveUp(fault: StartFault): void;
    },
    private readonly limits: {
      readonly restartsAMinuteMax?: number;
      readonly restartMillisecondsMax?: number;
      readonly nodeFlags?: readonly string[];
    } = {},
  ) {}

  pids(): { name: string; pid: number }[] {
    return [...this.children].flatMap(([name, { pid }]) => (pid === undefined ? [] : [{ name, pid }]));
  }

  /** @throws StartFault naming the service that does not get ready, with the end of its log */
  async start(): Promise<void> {
    for (const definition of this.definitions) this.spawn(definition);
    this.observe.changed();
    await Promise.all(this.definitions.map((definition) => this.untilReady(definition)));
  }

  /** kill -9, then wait until the one started in its place is ready. */
  async kill(name: string): Promise<void> {
    const definition = this.definitions.find((one) => one.name === name);
    const child = this.children.get(name);
    if (!definition || !child) throw new Error(`There is no service ${name}.`);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    await this.untilReady(definition);
  }

  /** Ends one cleanly and leaves it ended, until `startOne`. */
  async stopOne(name: string): Promise<void> {
    const child = this.children.get(name);
    this.children.delete(name);
    if (child) await endChild(child);
  }

  /** Until it ends, with these variables beside or instead of its own. */
  async startOne(name: string, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const definition = this.definitions.find((one) => one.name === name)!;
    this.spawn({ ...definition, environment: { ...definition.environment, ...environment } });
    this.observe.changed();
    await this.untilReady(definition);
  }

  /** Sends a signal; one that ends by it is started again. */
  signal(name: string, signal: NodeJS.Signals): void {
    this.children.get(name)?.kill(signal);
  }

  /** Sends a message over the channel that every service has to its starter. */
  tell(name: string, message: object): void {
    this.children.get(name)?.send(message, () => undefined);
  }

  /** How often it ended by itself, or was killed. */
  timesEnded(name: string): number {
    return this.ended.get(name) ?? 0;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.children.values()].map(endChild));
  }

  private spawn(definition: ServiceDefinition): void {
    mkdirSync(dirname(definition.logFile), { recursive: true });
    const log = openSync(definition.logFile, 'a');
    const child = spawn(
      process.execPath,
      [...(this.limits.nodeFlags ?? nodeFlags), resolve(repositoryRoot, definition.entry)],
      {
        cwd: repositoryRoot,
        stdio: ['ignore', log, log, 'ipc'],
        env: {
          PATH: process.env['PATH'],
          NODE_ENV: 'production',
          // One arena for all threads of glibc's allocator: each further one holds memory that nobody uses.
          MALLOC_ARENA_MAX: '1',
          UV_THREADPOOL_SIZE: '2',
          NODE_EXTRA_CA_CERTS: process.env['NODE_EXTRA_CA_CERTS'],
          ...definition.environment,
        },
      },
    );
    this.children.set(definition.name, child);
    child.once('exit', (code, signal) => this.died(definition, child, signal ?? `exit code ${code}`));
  }

  private died(definition: ServiceDefinition, child: ChildProcess, how: string): void {
    if (this.stopping || this.children.get(definition.name) !== child) return;
    this.ended.set(definition.name, this.timesEnded(definition.name) + 1);
    const now = performance.now();
    const deaths = [...(this.deaths.get(definition.name) ?? []).filter((at) => now - at < 60_000), now];
    this.deaths.set(definition.name, deaths);
    if (deaths.length > (this.limits.restartsAMinuteMax ?? restartsAMinuteMaxDefault)) {
      this.observe.gaveUp(
        new StartFault(
          `${definition.name} ended ${deaths.length} times within a minute (${how}). The end of ${definition.logFile}:\n${endOf(definition.logFile)}`,
        ),
      );
      return;
    }
    this.observe.notice(`${definition.name} ended (${how}); it is started again.`);
    const most = this.limits.restartMillisecondsMax ?? restartMillisecondsMaxDefault;
    const delay = deaths.length === 1 ? 0 : Math.min(most, 250 * 2 ** deaths.length);
    setTimeout(() => {
      if (this.stopping || this.children.get(definition.name) !== child) return;
      this.spawn(definition);
      this.observe.changed();
    }, delay);
  }

  private async untilReady(definition: ServiceDefinition): Promise<void> {
    const until = performance.now() + readyMilliseconds;
    for (;;) {
      if (this.stopping) return;
      const answered = await fetch(definition.readyUrl, { signal: AbortSignal.timeout(2_000) }).then(
        (response) => response.ok,
        () => false,
      );
      if (answered) return;
      if (performance.now() > until) {
        throw new StartFault(
          `${definition.name} is not ready after ${readyMilliseconds / 1000} s. The end of ${definition.logFile}:\n${endOf(definition.logFile)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

function endOf(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}
