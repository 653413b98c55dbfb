import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Broker } from '#libs/messaging';
import pg from 'pg';
import { organizations } from '../../infra/local/parties.js';
import { LocalHub } from '../../infra/local/local-hub.js';
import { freePorts } from '../../infra/local/ports.js';
import { repositoryRoot } from '../../infra/local/repository.js';
import { secondInstanceOf, withPort } from '../../infra/local/second-instance.js';
import type { ServiceDefinition } from '../../infra/local/services.js';
import { readSettings, type Settings } from '../../infra/local/settings.js';
import { apps, type AppName } from '../../infra/postgres/databases.js';
import { WebhookReceiver } from '../../infra/local/demonstration/webhook-receiver.js';
import { Ledger } from './ledger.js';
import { notes } from './applied-log.js';
import type { Order } from './orders.js';
import { Proxy } from './proxy.js';
import { randomOf } from './random.js';

export interface StageOptions {
  readonly broker: 'embedded' | 'kafka';
  readonly home: string;
  readonly seed: number;
  /** Minutes and a thousand times, where the usual run has seconds and a dozen. */
  readonly thorough?: boolean;
  /** Folder with `dist/` of the services: the repository's, or a mutated copy. */
  readonly build?: string;
  print(line: string): void;
}

/** Kafka's least: how long a member may be silent. */
export const sessionSeconds = 6;
const secondInstance = 11;
const at = { proxy: 35, sick: 32 };
const afterDeathMilliseconds = 200;
const calmMilliseconds = 90_000;
/** Whoever is asked works for it: fourteen at once, and not too often. */
export const readyPauseMilliseconds = 400;

export const region = '3520005';
export const needs = ['emergency_bed', 'women_only'];
export const organizationOf = (name: string) =>
  organizations.find((organization) => organization.clients.includes(name))!.id;

/** Two instances of every service on one PostgreSQL and one broker, all of which can be broken. */
export class Stage {
  readonly random: () => number;
  readonly ledger: Ledger;
  readonly receiver: WebhookReceiver;
  kills = 0;
  /** Part of the usual time that is waited for what should come: less where it is expected not to. */
  patience = 1;
  /** Set once no further load is wanted. */
  ending = false;
  private readonly pools = new Map<string, pg.Pool>();

  private constructor(
    readonly hub: LocalHub,
    readonly settings: Settings,
    readonly proxy: Proxy,
    private readonly options: StageOptions,
  ) {
    this.random = randomOf(options.seed);
    const { ports } = settings;
    this.ledger = new Ledger(
      [ports.gateway, ports.gateway + secondInstance].map((port) => `http://localhost:${port}`),
      (party) => hub.token(party),
      this.random,
      () => this.ending,
    );
    this.receiver = new WebhookReceiver(ports.partner);
  }

  get broker(): 'embedded' | 'kafka' {
    return this.options.broker;
  }

  get thorough(): boolean {
    return this.options.thorough ?? false;
  }

  get sickPort(): number {
    return this.settings.ports.gateway + at.sick;
  }

  urlOf(instance: string): string {
    const { ports } = this.settings;
    const name = instance.replace(/-2$/, '') as AppName | 'gateway';
    return `http://localhost:${ports[name] + (instance === name ? 0 : secondInstance)}`;
  }

  static async start(options: StageOptions): Promise<Stage> {
    const port = await freePorts(40);
    const settings = readSettings(
      { HUB_HOME: options.home, HUB_PORT: String(port) },
      options.broker === 'kafka',
    );
    const { ports } = settings;
    const proxyPort = ports.gateway + at.proxy;
    const proxy = new Proxy(proxyPort, options.broker === 'kafka' ? ports.kafka : ports.postgres);
    await proxy.start();
    const build = options.build ?? repositoryRoot;
    const hub: LocalHub = new LocalHub({
      settings,
      print: () => undefined,
      onFault: (fault) => options.print(fault.message),
      trial: {
        restartsAMinuteMax: Number.POSITIVE_INFINITY,
        restartMillisecondsMax: 250,
        // A start compiles less: what is killed is back sooner, and more of it can be killed.
        nodeFlags: [],
        kafkaAdvertisedPort: proxyPort,
        adapt: async (definitions) => {
          await Promise.all(apps.map((app) => notes(hub.adminUrl(app), app)));
          return adapt(definitions, { build, settings, proxyPort });
        },
      },
    });
    try {
      await hub.start();
    } catch (error) {
      await hub.stop();
      await proxy.stop();
      throw error;
    }
    const stage = new Stage(hub, settings, proxy, options);
    await stage.receiver.start();
    return stage;
  }

  async stop(): Promise<void> {
    this.ending = true;
    await Promise.all([...this.pools.values()].map((pool) => pool.end()));
    await this.receiver.stop();
    await this.hub.stop();
    await this.proxy.stop();
  }

  /** As the services do it: from the build that is on trial. */
  async openBroker(): Promise<Broker> {
    const build = this.options.build ?? repositoryRoot;
    const messaging = (await import(
      pathToFileURL(join(build, 'dist/libs/messaging/src/index.js')).href
    )) as typeof import('#libs/messaging');
    return this.hub.openBroker(messaging.openBroker);
  }

  print(line: string): void {
    this.options.print(line);
  }

  /** As the superuser, who sees everything; the hub's own roles do not. Again while PostgreSQL is away. */
  async rows<Row extends pg.QueryResultRow>(
    database: AppName | 'broker' | 'keys',
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    for (let attempt = 0; ; attempt += 1) {
      let pool = this.pools.get(database);
      if (!pool) {
        pool = new pg.Pool({ connectionString: this.hub.adminUrl(database), max: 2 });
        pool.on('error', () => undefined);
        this.pools.set(database, pool);
      }
      try {
        return (await pool.query<Row>(sql, [...values])).rows;
      } catch (error) {
        const code = (error as { code?: string }).code ?? '';
        if (attempt > 100 || /^(22|23|42)/.test(code)) throw error;
        await sleep(300);
      }
    }
  }

  /** Both instances of a service do this at that point. */
  order(app: AppName, order: Partial<Order> & Pick<Order, 'point' | 'act'>): void {
    const whole = { match: '', milliseconds: 0, times: 1, ...order };
    for (const name of [app, `${app}-2`]) this.hub.processes.tell(name, whole);
  }

  forget(app: AppName): void {
    for (const name of [app, `${app}-2`]) this.hub.processes.tell(name, { forget: true });
  }

  /** kill -9; the supervisor starts it again. */
  kill(name: string): void {
    this.kills += 1;
    this.hub.processes.signal(name, 'SIGKILL');
  }

  async killPostgres(): Promise<void> {
    this.kills += 1;
    process.kill(this.hub.postgresPid, 'SIGKILL');
    await again(() => this.hub.startDatabase());
  }

  async killKafka(awayMilliseconds = 0, meanwhile: () => void = () => undefined): Promise<void> {
    this.kills += 1;
    process.kill(this.hub.kafkaPid!, 'SIGKILL');
    await sleep(awayMilliseconds + afterDeathMilliseconds);
    meanwhile();
    await again(() => this.hub.startBroker());
  }

  /** PostgreSQL or Kafka, where they ended by themselves. */
  async revive(): Promise<void> {
    if (!isAlive(this.hub.postgresPid)) await again(() => this.hub.startDatabase());
    const { kafkaPid } = this.hub;
    if (kafkaPid !== undefined && !isAlive(kafkaPid)) await again(() => this.hub.startBroker());
  }

  /** Of one service's database, forward. */
  async moveTime(milliseconds: number, app: AppName): Promise<void> {
    await this.rows(app, `update hub_clock set ahead = ahead + $1 * interval '1 millisecond'`, [
      milliseconds,
    ]);
  }

  /** An operator's act on one service's own port. */
  async operate(app: AppName, path: string, body?: object): Promise<{ status: number; body: any }> {
    const response = await fetch(`http://localhost:${this.settings.ports[app]}/operations/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await this.hub.token('admin')}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  /** Both instances of each service are ready again after what went before. */
  async untilAllRun(): Promise<void> {
    if (!(await this.until(async () => (await this.notReady()).length === 0, 60_000, readyPauseMilliseconds)))
      throw new Error(`After what went before, not ready: ${(await this.notReady()).join(', ')}.`);
  }

  /** Which of the instances do not say that they are ready. */
  async notReady(): Promise<string[]> {
    const names = [...apps, 'gateway' as const].flatMap((name) => [name, `${name}-2`]);
    const ready = await Promise.all(names.map((name) => this.isReady(name)));
    return names.filter((_, index) => !ready[index]);
  }

  isReady(name: string): Promise<boolean> {
    // The gateway is ready when all services are; that is asked of each of them.
    const path = name.startsWith('gateway') ? 'live' : 'ready';
    return fetch(`${this.urlOf(name)}/health/${path}`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Every event that was written has been applied by every app that hears its topic. False if that does not come about in time. */
  async calm(milliseconds = calmMilliseconds): Promise<boolean> {
    return this.until(() => this.isCalm(), milliseconds, 250);
  }

  async until(what: () => Promise<boolean>, milliseconds = 30_000, pause = 50): Promise<boolean> {
    const end = performance.now() + milliseconds * this.patience;
    for (;;) {
      if (await what().catch(() => false)) return true;
      if (performance.now() > end) return false;
      await sleep(pause);
    }
  }

  /** Where one event of an aggregate has been applied. */
  async appliedBy(consumer: AppName, subject: string, type: string): Promise<number> {
    const [row] = await this.rows<{ times: number }>(
      consumer,
      'select count(*)::int as times from applied_event where aggregate_id = $1 and type = $2',
      [subject, type],
    );
    return row!.times;
  }

  async untilApplied(consumer: AppName, subject: string, type: string, milliseconds = 20_000): Promise<void> {
    const applied = await this.until(
      async () => (await this.appliedBy(consumer, subject, type)) > 0,
      milliseconds,
    );
    if (!applied)
      throw new Error(
        `lost: ${consumer} did not apply ${type} of ${subject} within ${milliseconds / 1000} s.`,
      );
  }

  private async isCalm(): Promise<boolean> {
    const written = new Map<string, number>();
    for (const app of apps) {
      const rows = await this.rows<{ topic: string; events: number }>(
        app,
        'select topic, count(*)::int as events from event_log group by topic',
      );
      for (const { topic, events } of rows) written.set(topic, (written.get(topic) ?? 0) + events);
    }
    for (const app of apps) {
      const [state] = await this.rows<{ applied: number; topics: string[]; pending: number }>(
        app,
        // What is fleeting stands in no log.
        `select (select count(distinct event_id)::int from applied_event where not fleeting) as applied,
                (select array_agg(topic) from applied_topic) as topics,
                (select count(*)::int from outbox_pending) as pending`,
      );
      const expected = state!.topics.reduce((sum, topic) => sum + (written.get(topic) ?? 0), 0);
      if (state!.pending > 0 || state!.applied < expected) return false;
    }
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL's or Kafka's remains may hold a lock for a moment. */
async function again(start: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt > 20) throw error;
      await sleep(500);
    }
  }
}

/** Two of each, from the given build, instrumented, with the proxy before the broker. */
function adapt(
  definitions: readonly ServiceDefinition[],
  { build, settings, proxyPort }: { build: string; settings: Settings; proxyPort: number },
): ServiceDefinition[] {
  return definitions.flatMap((definition) => {
    const { name, environment } = definition;
    if (name === 'identity') return [definition];
    const isApp = (apps as readonly string[]).includes(name);
    const first: ServiceDefinition = {
      ...definition,
      entry: join(build, definition.entry),
      environment: {
        ...environment,
        LOG_LEVEL: 'warn',
        MEMBER_REQUESTS_A_MINUTE_MAX: '1000000',
        ORGANIZATION_REQUESTS_A_MINUTE_MAX: '1000000',
        KAFKA_SESSION_TIMEOUT_SECONDS: String(sessionSeconds),
        // A restart reads what the first start compiled: many of them share two cores.
        NODE_COMPILE_CACHE: join(settings.home, 'compiled'),
        ...(environment['KAFKA_BROKERS'] ? { KAFKA_BROKERS: `localhost:${proxyPort}` } : {}),
        ...(environment['BROKER_DATABASE_URL']
          ? { BROKER_DATABASE_URL: withPort(environment['BROKER_DATABASE_URL'], proxyPort) }
          : {}),
        ...(isApp
          ? { NODE_OPTIONS: `--import=${pathToFileURL(join(build, 'dist/test/faults/instrument.js')).href}` }
          : {}),
      },
    };
    return [first, secondInstanceOf(first, secondInstance)];
  });
}

/** Whether a file system of its own can be made here. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'hub-mount-'));
  const unmount = mountSmall(folder, 1);
  unmount?.();
  rmSync(folder, { recursive: true, force: true });
  return unmount !== undefined;
}

/** Makes a small file system for filling it up; undefined where that is not allowed. */
export function mountSmall(folder: string, megabytes: number): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return () => execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
}
