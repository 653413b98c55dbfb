import type { BrokerAddress } from '#libs/messaging';

/** What every app reads from its environment, beside what its own `config.ts` adds. */
export interface AppConfig {
  readonly app: string;
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly workerDatabaseUrl: string;
  readonly directDatabaseUrl: string;
  readonly broker: BrokerAddress;
  readonly identity: IdentityConfig;
  readonly logLevel: string;
  /** A hub on one machine that says so at each start: webhooks may go to http and to private addresses (R64). */
  readonly local: boolean;
}

export interface IdentityConfig {
  readonly issuer: string;
  readonly audience: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every fault of a configuration at once, each naming the variable and the way out. */
export class ConfigurationFaults extends Error {
  override readonly name = 'ConfigurationFaults';
  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not complete:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** Reads variables and collects what is wrong; `finish` throws all faults together. */
export function reading(environment: Environment) {
  const faults: string[] = [];
  return {
    text(name: string, what: string, fallback?: string): string {
      const value = environment[name] || fallback;
      if (value === undefined) faults.push(`${name} is missing: set it to ${what}.`);
      return value ?? '';
    },
    port(name: string): number {
      const value = Number(environment[name]);
      if (!Number.isInteger(value) || value < 1 || value > 65_535)
        faults.push(`${name} must be a port number from 1 to 65535.`);
      return value;
    },
    seconds(name: string, fallback: number): number {
      const value = Number(environment[name] || fallback);
      if (!Number.isFinite(value) || value <= 0) faults.push(`${name} must be a number of seconds.`);
      return value;
    },
    url(name: string, what: string): string {
      const value = environment[name] ?? '';
      if (!URL.canParse(value)) faults.push(`${name} must be ${what}.`);
      return value;
    },
    fault(text: string): void {
      faults.push(text);
    },
    finish<Config>(config: Config): Config {
      if (faults.length > 0) throw new ConfigurationFaults(faults);
      return config;
    },
  };
}

/** @throws ConfigurationFaults */
export function readAppConfig(app: string, environment: Environment): AppConfig {
  const read = reading(environment);
  const kind = read.text('BROKER', 'embedded or kafka', 'embedded');
  if (kind !== 'embedded' && kind !== 'kafka') read.fault('BROKER must be embedded or kafka.');
  return read.finish({
    app,
    port: read.port('PORT'),
    host: read.text('HOST', 'the address to listen on', '127.0.0.1'),
    databaseUrl: read.url('DATABASE_URL', `the PostgreSQL URL of the role ${app}_app`),
    workerDatabaseUrl: read.url('DATABASE_WORKER_URL', `the PostgreSQL URL of the role ${app}_worker`),
    directDatabaseUrl: read.url(
      'DATABASE_DIRECT_URL',
      `the PostgreSQL URL of the role ${app}_worker without a pooler between`,
    ),
    broker:
      kind === 'kafka'
        ? {
            kind,
            brokers: read
              .text('KAFKA_BROKERS', 'host:port of each Kafka broker, separated by commas')
              .split(','),
            sessionTimeoutMilliseconds: read.seconds('KAFKA_SESSION_TIMEOUT_SECONDS', 45) * 1000,
          }
        : {
            kind: 'embedded',
            databaseUrl: read.url('BROKER_DATABASE_URL', 'the PostgreSQL URL of the embedded broker'),
          },
    identity: readIdentityConfig(read),
    logLevel: read.text('LOG_LEVEL', 'a pino level', 'info'),
    local: environment['HUB_LOCAL'] === 'true',
  });
}

export function readIdentityConfig(read: ReturnType<typeof reading>): IdentityConfig {
  return {
    issuer: read.url('OIDC_ISSUER', 'the URL of the OpenID provider'),
    audience: read.text('OIDC_AUDIENCE', 'the audience of the hub’s tokens', 'liaison-hub'),
  };
}
