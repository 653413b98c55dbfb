import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BrokerAddress, KafkaAddress } from '#libs/messaging';
import { parseRetention, type RetentionDays } from './retention/record-types.js';

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
  /** The organization that operates the hub: the liaison office's. Its admins are the hub's operators. */
  readonly officeOrganizationId: string;
  /** Also members of organizations that the directory never told of: for tests that make them up. */
  readonly trustUnregistered: boolean;
  readonly logLevel: string;
  /** How long each type of record keeps its content (R18). */
  readonly retentionDays: RetentionDays;
  /** Where heads of the audit chain are told beside the log; absent: in the log alone. */
  readonly auditAnchorsFile: string | undefined;
  /** A hub on one machine that says so at each start: webhooks may go to http and to private addresses (R64). */
  readonly local: boolean;
}

export interface IdentityConfig {
  readonly issuer: string;
  readonly audience: string;
  /** Values of the claims `amr` or `acr` (RFC 9068, RFC 8176) that stand for a second factor. */
  readonly secondFactors: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable as it was read, for people: never with the value of a secret, not even a part of it. */
export interface Setting {
  readonly name: string;
  readonly from: 'environment' | 'file' | 'default' | 'missing';
  /** What is shown: the value, or where a secret comes from. */
  readonly shown: string;
}

/** Every fault of a configuration at once, each naming the variable and the way out. */
export class ConfigurationFaults extends Error {
  override readonly name = 'ConfigurationFaults';
  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not complete:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** Reads variables, remembers where each came from, and collects what is wrong; `finish` throws all faults together. */
export class Reading {
  readonly faults: string[] = [];
  private readonly known = new Map<string, Setting>();

  constructor(private readonly environment: Environment) {}

  text(name: string, what: string, fallback?: string): string {
    const value = this.environment[name] || fallback;
    this.note(name, fallback);
    if (value === undefined) this.fault(`${name} is missing: set it to ${what}.`);
    return value ?? '';
  }

  /** One of `choices`, written as here. */
  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.text(name, '', fallback);
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined)
      this.fault(`${name} must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`);
    return chosen ?? fallback;
  }

  /** @returns whether it is `true`; anything else is not */
  flag(name: string): boolean {
    this.note(name, 'false');
    return this.environment[name] === 'true';
  }

  port(name: string): number {
    this.note(name);
    const value = Number(this.environment[name]);
    if (!Number.isInteger(value) || value < 1 || value > 65_535)
      this.fault(`${name} must be a port number from 1 to 65535.`);
    return value;
  }

  seconds(name: string, fallback: number): number {
    this.note(name, String(fallback));
    const value = Number(this.environment[name] || fallback);
    if (!Number.isFinite(value) || value <= 0) this.fault(`${name} must be a number of seconds.`);
    return value;
  }

  /** A whole number of `unit`, 1 or more. */
  count(name: string, unit: string, fallback: number): number {
    this.note(name, String(fallback));
    const value = Number(this.environment[name] || fallback);
    if (!Number.isSafeInteger(value) || value < 1)
      this.fault(`${name} must be a number of ${unit}, 1 or more.`);
    return value;
  }

  url(name: string, what: string): string {
    this.note(name);
    const value = this.environment[name] ?? '';
    if (!URL.canParse(value)) this.fault(`${name} must be ${what}.`);
    return value;
  }

  /** A secret: the variable itself, or the content of the file that `<name>_FILE` names, as containers give it. */
  secret(name: string, what: string): string {
    const value = this.optionalSecret(name);
    if (value === undefined) {
      this.fault(`${name} is missing: set it to ${what}, or ${name}_FILE to a file that holds it.`);
    }
    return value ?? '';
  }

  /** The same, where it may be missing. */
  optionalSecret(name: string): string | undefined {
    const value = this.environment[name];
    const file = this.environment[`${name}_FILE`];
    const masked = (from: Setting['from'], shown: string) => this.known.set(name, { name, from, shown });
    if (value && file) {
      masked('environment', '(secret)');
      this.fault(`${name} and ${name}_FILE are both set: set one of them.`);
      return value;
    }
    if (value) {
      masked('environment', '(secret)');
      return value;
    }
    if (!file) {
      masked('missing', '');
      return undefined;
    }
    masked('file', `(secret, in ${file})`);
    return this.fileContent(`${name}_FILE`, file, 'write the secret into it');
  }

  /** Certificates that are trusted, from the file that `name` names; PEM, one after the other. */
  certificates(name: string): string | undefined {
    const file = this.text(name, '', '');
    if (!file) return undefined;
    const pem = this.fileContent(name, file, 'write the certificate into it');
    try {
      if (pem) new X509Certificate(pem);
    } catch {
      this.fault(`${name} names ${file}, which holds no certificate: write one in PEM form into it.`);
    }
    return pem;
  }

  /** The file that holds a secret which may change while this runs. */
  fileOf(name: string): string | undefined {
    return this.environment[`${name}_FILE`];
  }

  /** A secret that is a URL, such as that of a database with its password. */
  secretUrl(name: string, what: string): string {
    const faultsBefore = this.faults.length;
    const value = this.optionalSecret(name) ?? '';
    if (!URL.canParse(value) && this.faults.length === faultsBefore)
      this.fault(`${name} must be ${what}, or ${name}_FILE name a file that holds it.`);
    return value;
  }

  fault(text: string): void {
    this.faults.push(text);
  }

  /** @throws ConfigurationFaults */
  finish<Config>(config: Config): Config {
    if (this.faults.length > 0) throw new ConfigurationFaults(this.faults);
    return config;
  }

  /** What was read so far, by name. */
  settings(): Setting[] {
    return [...this.known.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Variables that nobody reads though they begin like one that is read: a slip of the pen, or a leftover. */
  unknown(): string[] {
    const prefixes = new Set(
      ['HUB', ...this.known.keys()].flatMap((name) => /^[A-Z]+(?=_|$)/.exec(name)?.[0] ?? []),
    );
    return Object.keys(this.environment)
      .filter((name) => name.includes('_') && prefixes.has(name.split('_')[0]!))
      .filter((name) => !this.known.has(name) && !this.known.has(name.replace(/_FILE$/, '')))
      .sort();
  }

  private note(name: string, fallback?: string): void {
    const value = this.environment[name];
    if (value) this.known.set(name, { name, from: 'environment', shown: value });
    else if (fallback === undefined) this.known.set(name, { name, from: 'missing', shown: '' });
    else this.known.set(name, { name, from: 'default', shown: fallback });
  }

  private fileContent(name: string, file: string, remedy: string): string {
    try {
      const text = readFileSync(file, 'utf8').trim();
      if (text === '') this.fault(`${name} names ${file}, which is empty: ${remedy}.`);
      return text;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.fault(`${name} names ${file}, which cannot be read (${code}): mount it, or mend the name.`);
      return '';
    }
  }
}

/** @throws ConfigurationFaults */
export function readAppConfig(app: string, read: Reading): AppConfig {
  const kind = read.choice('BROKER', ['embedded', 'kafka'], 'embedded');
  return read.finish({
    app,
    port: read.port('PORT'),
    host: read.text('HOST', 'the address to listen on', '127.0.0.1'),
    databaseUrl: read.secretUrl('DATABASE_URL', `the PostgreSQL URL of the role ${app}_app`),
    workerDatabaseUrl: read.secretUrl('DATABASE_WORKER_URL', `the PostgreSQL URL of the role ${app}_worker`),
    directDatabaseUrl: read.secretUrl(
      'DATABASE_DIRECT_URL',
      `the PostgreSQL URL of the role ${app}_worker without a pooler between`,
    ),
    broker:
      kind === 'kafka'
        ? readKafkaAddress(read)
        : {
            kind,
            databaseUrl: read.secretUrl('BROKER_DATABASE_URL', 'the PostgreSQL URL of the embedded broker'),
          },
    identity: readIdentityConfig(read),
    officeOrganizationId: read.text(
      'OFFICE_ORGANIZATION',
      'the id of the liaison office’s organization, whose admins operate the hub',
    ),
    retentionDays: parseRetention(read.text('RETENTION_DAYS', 'type=days, separated by commas', ''), (text) =>
      read.fault(text),
    ),
    trustUnregistered: read.flag('TRUST_UNREGISTERED'),
    logLevel: read.text('LOG_LEVEL', 'a pino level', 'info'),
    local: read.flag('HUB_LOCAL'),
    auditAnchorsFile: read.text('AUDIT_ANCHORS', 'a file', '') || undefined,
  });
}

/**
 * Where Kafka is, how its lines are kept secret, and as whom it is spoken to: the same variables for services and for the job
 * that makes topics. What would send a password where others can read it is a fault, except on one machine (HUB_LOCAL).
 */
export function readKafkaAddress(read: Reading): KafkaAddress {
  const brokers = read
    .text('KAFKA_BROKERS', 'host:port of each Kafka broker, separated by commas')
    .split(',');
  const encrypted = read.choice('KAFKA_TLS', ['true', 'false'], 'false') === 'true';
  const authorities = read.certificates('KAFKA_TLS_CA_FILE');
  const username = read.text('KAFKA_USERNAME', '', '');
  const password = read.optionalSecret('KAFKA_PASSWORD');
  const mechanism = read.choice(
    'KAFKA_SASL_MECHANISM',
    ['scram-sha-512', 'scram-sha-256', 'plain'],
    'scram-sha-512',
  );
  if (authorities !== undefined && !encrypted)
    read.fault('KAFKA_TLS_CA_FILE is set and KAFKA_TLS is not: set KAFKA_TLS=true, or take the file away.');
  if (username && password === undefined)
    read.fault(
      'KAFKA_USERNAME is set without a password: set KAFKA_PASSWORD, or KAFKA_PASSWORD_FILE to a file that holds it.',
    );
  if (!username && password !== undefined)
    read.fault('KAFKA_PASSWORD is set without KAFKA_USERNAME: set both, or none of them.');
  if (username && !encrypted && !read.flag('HUB_LOCAL'))
    read.fault(
      'KAFKA_USERNAME is set without TLS, where others on the network can read along: set KAFKA_TLS=true (only a hub on one machine, HUB_LOCAL=true, may do without).',
    );
  return {
    kind: 'kafka',
    brokers,
    sessionTimeoutMilliseconds: read.seconds('KAFKA_SESSION_TIMEOUT_SECONDS', 45) * 1000,
    ...(encrypted ? { tls: authorities === undefined ? {} : { authorities } } : {}),
    ...(username && password !== undefined ? { login: { mechanism, username, password } } : {}),
  };
}

/** RFC 8176: more than one factor, a one-time password, a key in hardware; OpenID's classes that resist phishing. */
const secondFactorsDefault = 'mfa,otp,hwk,phr,phrh';

export function readIdentityConfig(read: Reading): IdentityConfig {
  return {
    issuer: read.url('OIDC_ISSUER', 'the URL of the OpenID provider'),
    audience: read.text('OIDC_AUDIENCE', 'the audience of the hub’s tokens', 'liaison-hub'),
    secondFactors: read
      .text(
        'SECOND_FACTORS',
        'the values of amr or acr that stand for a second factor, separated by commas',
        secondFactorsDefault,
      )
      .split(','),
  };
}
