import { accessTable, grantedFor } from '#libs/access';
import { KnownAccess, KeepAccess } from '#libs/known-access';
import {
  AuditChainWorker,
  DeadlineWorker,
  HubTransport,
  openBroker,
  Relay,
  timerKind,
  UnitOfWork,
  type Broker,
  type TimerHandler,
} from '#libs/messaging';
import { Refusal } from '#libs/kernel';
import {
  Global,
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, DiscoveryService, Reflector } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from 'pino';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { AppConfig } from './config.js';
import { databaseAs } from './database.js';
import { AccessGuard } from './identity/access.guard.js';
import { AccessTableCheck } from './identity/access-table.check.js';
import { Tokens } from './identity/tokens.js';
import { HealthController } from './observing/health.controller.js';
import { auditAnchors } from './observing/audit-anchors.js';
import { makeLog } from './observing/logs.js';
import { Metrics } from './observing/metrics.js';
import { OperationsController } from './operations/operations.controller.js';
import { PurgeIdempotencyKeys } from './retention/purge-idempotency-keys.timer.js';
import { PurgeParkedEvents } from './retention/purge-parked-events.timer.js';
import { BROKER, CONFIG, LOG, WORKER_DATABASE } from './tokens.js';

export interface HubModuleOptions {
  readonly config: () => AppConfig;
  /** Row classes of the app's tables. */
  readonly rows: readonly EntityTarget<ObjectLiteral>[];
}

const connectionsMax = { organization: 8, worker: 6 };

/** What every app stands on: its database in two roles, broker, relay, timers, identity, health, metrics, logs. */
@Global()
@Module({})
export class HubModule {
  static forApp({ config: readConfig, rows }: HubModuleOptions): DynamicModule {
    return {
      module: HubModule,
      imports: [
        CqrsModule.forRoot(),
        DiscoveryModule,
        TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: 0 }),
      ],
      controllers: [HealthController, OperationsController, KeepAccess],
      providers: [
        { provide: CONFIG, useFactory: readConfig },
        {
          provide: LOG,
          inject: [CONFIG],
          useFactory: (config: AppConfig) => makeLog(config.app, config.logLevel),
        },
        { provide: Metrics, inject: [CONFIG], useFactory: (config: AppConfig) => new Metrics(config.app) },
        { provide: Tokens, inject: [CONFIG], useFactory: (config: AppConfig) => new Tokens(config.identity) },
        {
          provide: APP_GUARD,
          inject: [Reflector, Tokens, KnownAccess, CONFIG],
          useFactory: (
            reflector: Reflector,
            tokens: Tokens,
            knownAccess: KnownAccess,
            { officeOrganizationId }: AppConfig,
          ) => new AccessGuard(reflector, tokens, knownAccess, officeOrganizationId, grantedFor),
        },
        {
          provide: KnownAccess,
          inject: [WORKER_DATABASE, CONFIG, LOG],
          useFactory: (
            database: DataSource,
            { officeOrganizationId, trustUnregistered }: AppConfig,
            log: Logger,
          ) => new KnownAccess({ database, officeOrganizationId, trustUnregistered, log }),
        },
        {
          provide: AccessTableCheck,
          inject: [DiscoveryService, CONFIG],
          useFactory: (discovery: DiscoveryService, { app }: AppConfig) =>
            new AccessTableCheck(discovery, accessTable, app),
        },
        {
          provide: DataSource,
          inject: [CONFIG],
          useFactory: (config: AppConfig) =>
            databaseAs(config.databaseUrl, config.app, rows, connectionsMax.organization).initialize(),
        },
        {
          provide: WORKER_DATABASE,
          inject: [CONFIG],
          useFactory: (config: AppConfig) =>
            databaseAs(
              config.workerDatabaseUrl,
              `${config.app} worker`,
              rows,
              connectionsMax.worker,
            ).initialize(),
        },
        {
          provide: UnitOfWork,
          inject: [DataSource, WORKER_DATABASE],
          useFactory: (organization: DataSource, worker: DataSource) => new UnitOfWork(organization, worker),
        },
        {
          provide: BROKER,
          inject: [CONFIG, LOG],
          useFactory: ({ app, broker }: AppConfig, log: Logger): Promise<Broker> =>
            openBroker(broker, { clientId: app, log }),
        },
        {
          provide: HubTransport,
          inject: [CONFIG, BROKER, UnitOfWork, LOG, Metrics],
          useFactory: (
            { app }: AppConfig,
            broker: Broker,
            unitOfWork: UnitOfWork,
            log: Logger,
            metrics: Metrics,
          ) =>
            new HubTransport({
              app,
              broker,
              unitOfWork,
              log,
              metrics,
              onFatal: (error) => endProcess(log, error),
            }),
        },
        {
          provide: Relay,
          inject: [CONFIG, BROKER, LOG, Metrics],
          useFactory: (
            { app, directDatabaseUrl }: AppConfig,
            broker: Broker,
            log: Logger,
            metrics: Metrics,
          ) => new Relay({ app, connectionString: directDatabaseUrl, broker, log, metrics }),
        },
        {
          provide: DeadlineWorker,
          inject: [DiscoveryService, UnitOfWork, LOG, Metrics],
          useFactory: (discovery: DiscoveryService, unitOfWork: UnitOfWork, log: Logger, metrics: Metrics) =>
            new DeadlineWorker({ unitOfWork, timers: timersOf(discovery), log, metrics }),
        },
        {
          provide: AuditChainWorker,
          inject: [CONFIG, UnitOfWork, LOG],
          useFactory: ({ app, auditAnchorsFile }: AppConfig, unitOfWork: UnitOfWork, log: Logger) =>
            new AuditChainWorker({ app, unitOfWork, log, tellHead: auditAnchors(log, auditAnchorsFile) }),
        },
        PurgeIdempotencyKeys,
        PurgeParkedEvents,
        HubLife,
      ],
      exports: [
        CONFIG,
        LOG,
        BROKER,
        WORKER_DATABASE,
        DataSource,
        UnitOfWork,
        Metrics,
        Relay,
        AuditChainWorker,
        DeadlineWorker,
        HubTransport,
        Tokens,
        CqrsModule,
      ],
    };
  }
}

/** Starts nothing by itself (startApp does, in order) and ends everything in order: group and requests, timers, relay, audit chain, broker, pools. */
@Injectable()
class HubLife implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private groupLeft: Promise<void> | undefined;

  constructor(
    private readonly commands: CommandBus,
    private readonly metrics: Metrics,
    private readonly relay: Relay,
    private readonly deadlines: DeadlineWorker,
    private readonly knownAccess: KnownAccess,
    private readonly auditChain: AuditChainWorker,
    private readonly transport: HubTransport,
    private readonly database: DataSource,
    @Inject(WORKER_DATABASE) private readonly workerDatabase: DataSource,
    @Inject(BROKER) private readonly broker: Broker,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.knownAccess.start();
    this.metrics.observeMessaging(this.workerDatabase, () =>
      this.broker.lag(this.transport.group, this.transport.topics()),
    );
    timeDecisions(this.commands, this.metrics);
  }

  /** At once: other instances take its partitions over while the last requests are answered here. */
  beforeApplicationShutdown(): void {
    this.groupLeft = this.transport.close();
    // Told where it is waited for.
    this.groupLeft.catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    this.knownAccess.stop();
    await this.groupLeft;
    await this.deadlines.stop();
    await this.relay.stop();
    await this.auditChain.stop();
    await this.broker.close();
    await Promise.all([this.database.destroy(), this.workerDatabase.destroy()]);
  }
}

/** One measurement for every command, whichever handler takes it. */
function timeDecisions(commands: CommandBus, metrics: Metrics): void {
  const execute = commands.execute.bind(commands) as (command: object) => Promise<unknown>;
  commands.execute = (async (command: object) => {
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const answer = await execute(command);
      metrics.decided(command.constructor.name, 'done', seconds());
      return answer;
    } catch (error) {
      metrics.decided(command.constructor.name, error instanceof Refusal ? 'refused' : 'failed', seconds());
      throw error;
    }
  }) as typeof commands.execute;
}

function timersOf(discovery: DiscoveryService): Map<string, TimerHandler> {
  const timers = new Map<string, TimerHandler>();
  for (const { instance, metatype } of discovery.getProviders()) {
    const kind: unknown = metatype && Reflect.getMetadata(timerKind, metatype);
    if (typeof kind !== 'string') continue;
    if (timers.has(kind)) throw new Error(`Two timers for the deadline ${kind}.`);
    timers.set(
      kind,
      lazily(
        () =>
          discovery.getProviders().find((provider) => provider.metatype === metatype)?.instance ?? instance,
      ),
    );
  }
  return timers;
}

/** Nest makes providers in an order of its own: the timer is looked up when its first deadline is due. */
function lazily(find: () => TimerHandler): TimerHandler {
  return { fire: (tx, ownerId) => find().fire(tx, ownerId) };
}

function endProcess(log: Logger, error: Error): void {
  log.fatal({ err: error }, 'The consumer is gone for good: the process ends, so that it is started anew.');
  process.exitCode = 1;
  setImmediate(() => process.exit(1));
}
