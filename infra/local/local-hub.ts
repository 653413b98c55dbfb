import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBroker, rolesOf, type Broker, type KafkaAddress, type TopicDefinition } from '#libs/messaging';
import { keysDatabase, keysRoleOf } from '#libs/sealing';
import { readKafkaAddress, Reading } from '../../libs/platform/src/config.js';
import { moveClock, resetClock } from '../postgres/clock.js';
import { adminOf, apps, appsThatSeal, databases, urlAs } from '../postgres/databases.js';
import { WebhookReceiver } from './demonstration/webhook-receiver.js';
import { givenKafka, runningKafka, startKafka, type RunningKafka } from './kafka.js';
import { makeMasterKey } from './master-keys.js';
import { clientSecrets, officeOrganizationId } from './parties.js';
import { assertPortsFree } from './ports.js';
import { endStalePostgres, startPostgres, type RunningPostgres } from './postgres.js';
import { repositoryRoot } from './repository.js';
import {
  endOrphans,
  isRunning,
  noted,
  readRunFile,
  removeRunFile,
  writeRunFile,
  type RunFile,
} from './run-file.js';
import type { RunningHub } from './running-hub.js';
import { Secrets } from './secrets.js';
import { Services, type ServiceDefinition } from './services.js';
import { places, StartFault, type Ports, type Settings } from './settings.js';

export const topics = JSON.parse(
  readFileSync(join(repositoryRoot, 'infra/kafka/topics.json'), 'utf8'),
) as readonly TopicDefinition[];

/** Shorter than elsewhere: on one machine a service that says nothing for so long is gone. */
const sessionTimeoutSeconds = 10;

/** Half of what the local identity provider gives. */
const tokenKeptMilliseconds = 300_000;

export interface LocalHubOptions {
  readonly settings: Settings;
  print(line: string): void;
  /** The hub cannot go on. */
  onFault(fault: StartFault): void;
  /** Where a test runs the services otherwise: more instances, other environments, a build of its own. */
  readonly trial?: {
    adapt(definitions: readonly ServiceDefinition[]): Promise<ServiceDefinition[]>;
    readonly restartsAMinuteMax: number;
    readonly restartMillisecondsMax?: number;
    /** Under which port the clients reach Kafka, if something stands between. */
    readonly kafkaAdvertisedPort?: number;
    readonly postgresSettings?: Readonly<Record<string, string>>;
    /** Instead of those that keep eight processes small. */
    readonly nodeFlags?: readonly string[];
  };
}

/** A whole hub on this machine: PostgreSQL, a broker, the identity provider and the services, each its own process. */
export class LocalHub implements RunningHub {
  readonly settings: Settings;
  readonly topics = topics.map((topic) => topic.name);
  private readonly secrets: Secrets;
  private readonly tokens = new Map<string, { token: string; until: number }>();
  private postgres: RunningPostgres | undefined;
  private kafka: RunningKafka | undefined;
  private services: Services | undefined;
  private starting: Promise<PromiseSettledResult<void>[]> | undefined;
  private stopping = false;

  constructor(private readonly options: LocalHubOptions) {
    this.settings = options.settings;
    claimHome(this.settings);
    this.secrets = new Secrets(places(this.settings).secrets);
    makeMasterKey(places(this.settings).masterKeys, this.secrets.takeOut('master key'));
  }

  /** How the services of a hub that runs were started, each with its whole environment. */
  static definitionsOf(settings: Settings, { adminUrl, broker }: RunFile): readonly ServiceDefinition[] {
    const hub = new LocalHub({ settings, print: () => undefined, onFault: () => undefined });
    const stop = async () => undefined;
    hub.postgres = { adminUrl, pid: 0, stop };
    if (broker === 'kafka') hub.kafka = givenKafka() ?? runningKafka(settings.ports.kafka, 0, stop);
    return hub.definitions();
  }

  get gatewayUrl(): string {
    return `http://localhost:${this.settings.ports.gateway}`;
  }

  /** @throws StartFault */
  async start(): Promise<void> {
    const { settings } = this;
    const place = places(settings);
    await this.takeOver();
    if (!process.env['DATABASE_ADMIN_URL']) endStalePostgres(place.postgres);
    await assertPortsFree(settings.ports, [
      ...(process.env['DATABASE_ADMIN_URL'] ? (['postgres'] as const) : []),
      ...(settings.broker === 'embedded' || process.env['KAFKA_BROKERS']
        ? (['kafka', 'kafkaController'] as const)
        : []),
    ]);
    this.starting = Promise.allSettled([this.startDatabase(), this.startBroker()]);
    for (const outcome of await this.starting) if (outcome.status === 'rejected') throw outcome.reason;
    await this.prepareDatabases();
    const broker = await this.openBroker();
    await broker.createTopics(topics);
    await broker.close();
    if (this.stopping) return;
    const { trial, print, onFault } = this.options;
    const definitions = this.definitions();
    this.services = new Services(
      trial ? await trial.adapt(definitions) : definitions,
      { changed: () => this.note(), notice: print, gaveUp: onFault },
      trial,
    );
    await this.services.start();
    this.note();
  }

  get processes(): Services {
    return this.services!;
  }

  get postgresPid(): number {
    return this.postgres!.pid;
  }

  get kafkaPid(): number | undefined {
    return this.kafka?.pid;
  }

  async startDatabase(): Promise<void> {
    const place = places(this.settings);
    const external = process.env['DATABASE_ADMIN_URL'];
    this.postgres = external
      ? { adminUrl: external, pid: 0, stop: async () => undefined }
      : await startPostgres({
          dataFolder: place.postgres,
          port: this.settings.ports.postgres,
          logFile: place.log('postgres'),
          fsync: true,
          ...(this.options.trial?.postgresSettings ? { settings: this.options.trial.postgresSettings } : {}),
        });
    this.note();
  }

  async startBroker(): Promise<void> {
    const place = places(this.settings);
    if (this.settings.broker !== 'kafka') return;
    this.kafka = await startKafka({
      folder: place.kafka,
      port: this.settings.ports.kafka,
      controllerPort: this.settings.ports.kafkaController,
      ...(this.options.trial?.kafkaAdvertisedPort
        ? { advertisedPort: this.options.trial.kafkaAdvertisedPort }
        : {}),
      logFile: place.log('kafka'),
    });
    this.note();
  }

  /** Services first, then what they stand on; what is just starting is awaited, so that it can be ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.starting;
    await this.services?.stop();
    await this.kafka?.stop();
    await this.postgres?.stop();
    removeRunFile(places(this.settings).run);
  }

  async token(client: string): Promise<string> {
    const kept = this.tokens.get(client);
    if (kept && kept.until > performance.now()) return kept.token;
    const token = await fetchToken(
      `http://localhost:${this.settings.ports.identity}`,
      client,
      this.secrets.of(`client ${client}`),
    );
    this.tokens.set(client, { token, until: performance.now() + tokenKeptMilliseconds });
    return token;
  }

  openBroker(open = openBroker): Promise<Broker> {
    return open(this.kafka ? readAddress(this.kafka) : { kind: 'embedded', databaseUrl: this.brokerUrl() }, {
      clientId: 'local-hub',
    });
  }

  receivers() {
    const { partner, partner2 } = this.settings.ports;
    return { partner: new WebhookReceiver(partner), stranger: new WebhookReceiver(partner2) };
  }

  now(): Date {
    return new Date();
  }

  async moveTime(milliseconds: number): Promise<void> {
    await Promise.all(
      databases.map((name) => moveClock(adminOf(this.postgres!.adminUrl, name), milliseconds)),
    );
  }

  async resetTime(): Promise<void> {
    await Promise.all(databases.map((name) => resetClock(adminOf(this.postgres!.adminUrl, name))));
  }

  kill(app: string): Promise<void> {
    return this.services!.kill(app);
  }

  print(line: string): void {
    this.options.print(line);
  }

  /** The supervisor and the services; PostgreSQL and Kafka are not ours. */
  pids(): { name: string; pid: number }[] {
    return [{ name: 'supervisor', pid: process.pid }, ...(this.services?.pids() ?? [])];
  }

  /** URL of an app's database as the superuser, for looking into it. */
  adminUrl(database: string): string {
    return adminOf(this.postgres!.adminUrl, database);
  }

  private async takeOver(): Promise<void> {
    const run = readRunFile(places(this.settings).run);
    if (!run) return;
    if (isRunning(run.supervisor)) {
      throw new StartFault(
        `A hub runs already on ${this.settings.home} (process ${run.supervisor.pid}). End it with Ctrl-C there, or start this one with another HUB_HOME and HUB_PORT.`,
      );
    }
    const ended = await endOrphans(run);
    if (ended.length > 0)
      this.options.print(`An earlier start left processes behind; they are ended: ${ended.join(', ')}.`);
    removeRunFile(places(this.settings).run);
  }

  private note(): void {
    writeRunFile(places(this.settings).run, {
      supervisor: noted('supervisor', process.pid),
      broker: this.settings.broker,
      gatewayPort: this.settings.ports.gateway,
      identityPort: this.settings.ports.identity,
      adminUrl: this.postgres?.adminUrl ?? '',
      processes: [
        ...(this.services?.pids() ?? []),
        ...(this.kafka?.pid ? [{ name: 'kafka', pid: this.kafka.pid }] : []),
        ...(this.postgres?.pid ? [{ name: 'postgres', pid: this.postgres.pid }] : []),
      ].map(({ name, pid }) => noted(name, pid)),
    });
  }

  /** Roles, databases and migrations; skipped where nothing has changed since the last start. */
  private async prepareDatabases(): Promise<void> {
    const { adminUrl } = this.postgres!;
    const marker = places(this.settings).migrated;
    const state = migrationState();
    if (existsSync(marker) && readFileSync(marker, 'utf8') === state && !process.env['DATABASE_ADMIN_URL'])
      return this.resetTime();
    this.options.print('Databases are prepared …');
    // Loaded where it is needed: TypeORM is large, and a warm start migrates nothing.
    const { prepareDatabases } = await import('../postgres/prepare.js');
    await prepareDatabases({
      adminUrl,
      passwordOf: (role) => this.secrets.of(`role ${role}`),
      movableClock: true,
      embeddedBroker: true,
    });
    await this.resetTime();
    writeFileSync(marker, state);
  }

  private brokerUrl(): string {
    return urlAs(this.postgres!.adminUrl, 'broker_client', this.secrets.of('role broker_client'), 'broker');
  }

  private definitions(): ServiceDefinition[] {
    const { ports } = this.settings;
    const log = places(this.settings).log;
    const identity = { OIDC_ISSUER: `http://localhost:${ports.identity}`, OIDC_AUDIENCE: 'liaison-hub' };
    const service = (
      name: keyof Ports,
      environment: Record<string, string>,
      ready = '/health/ready',
    ): ServiceDefinition => ({
      name,
      entry: name === 'identity' ? 'dist/infra/local/identity.js' : `dist/apps/${name}/src/main.js`,
      environment: {
        PORT: String(ports[name]),
        HOST: '127.0.0.1',
        LOG_LEVEL: 'info',
        HUB_LOCAL: 'true',
        ...environment,
      },
      readyUrl: `http://localhost:${ports[name]}${ready}`,
      logFile: log(name),
    });
    const url = (app: string, role: string) =>
      urlAs(this.postgres!.adminUrl, role, this.secrets.of(`role ${role}`), app);
    return [
      service(
        'identity',
        {
          SIGNING_KEYS: places(this.settings).signingKeys,
          CLIENT_SECRETS: clientSecrets(this.secrets),
        },
        '/.well-known/openid-configuration',
      ),
      ...apps.map((app) =>
        service(app, {
          ...identity,
          OFFICE_ORGANIZATION: officeOrganizationId,
          DATABASE_URL: url(app, rolesOf(app).app),
          DATABASE_WORKER_URL: url(app, rolesOf(app).worker),
          DATABASE_DIRECT_URL: url(app, rolesOf(app).worker),
          AUDIT_ANCHORS: places(this.settings).auditAnchors(app),
          BROKER: this.kafka ? 'kafka' : 'embedded',
          ...(this.kafka
            ? {
                ...this.kafka.environment,
                KAFKA_SESSION_TIMEOUT_SECONDS: String(sessionTimeoutSeconds),
              }
            : { BROKER_DATABASE_URL: this.brokerUrl() }),
          ...(appsThatSeal.includes(app)
            ? {
                KEYS_DATABASE_URL: url(keysDatabase, keysRoleOf(app)),
                MASTER_KEYS_FILE: places(this.settings).masterKeys,
              }
            : {}),
        }),
      ),
      service('gateway', {
        ...identity,
        ...Object.fromEntries(
          apps.map((app) => [`${app.toUpperCase()}_URL`, `http://127.0.0.1:${ports[app]}`]),
        ),
      }),
    ];
  }
}

/** @throws ConfigurationFaults */
function readAddress({ environment }: RunningKafka): KafkaAddress {
  const read = new Reading({
    ...environment,
    KAFKA_SESSION_TIMEOUT_SECONDS: String(sessionTimeoutSeconds),
    HUB_LOCAL: 'true',
  });
  return read.finish(readKafkaAddress(read));
}

/** @throws StartFault where the identity provider does not answer or does not know the client */
export async function fetchToken(issuer: string, client: string, secret: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:${encodeURIComponent(secret)}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  }).catch(() => undefined);
  if (!response?.ok)
    throw new StartFault(
      `The identity provider gave no token for "${client}"${response ? ` (${response.status}: ${await response.text()})` : ': it does not answer'}.`,
    );
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Marks the folder as ours, so that `reset` never deletes anything else. */
function claimHome(settings: Settings): void {
  const { marker, logs, audit } = places(settings);
  try {
    for (const folder of [logs, audit]) mkdirSync(folder, { recursive: true });
    writeFileSync(marker, 'State of a local Liaison Hub. "npm run reset" deletes this folder.\n');
  } catch (error) {
    throw new StartFault(
      `The folder ${settings.home} cannot be written (${(error as Error).message}). Name another one with HUB_HOME.`,
    );
  }
}

/** Changes when a migration or what makes databases does. */
function migrationState(): string {
  const hash = createHash('sha256');
  const folders = [
    ...apps.map((app) => `dist/apps/${app}/src/persistence/migrations`),
    'dist/libs/messaging/src/schema',
    'dist/libs/messaging/src/brokers',
    'dist/libs/sealing/src/keys',
    'dist/infra/postgres',
  ];
  for (const folder of folders) {
    for (const file of readdirSync(join(repositoryRoot, folder)).sort())
      hash.update(readFileSync(join(repositoryRoot, folder, file)));
  }
  return hash.digest('hex');
}
