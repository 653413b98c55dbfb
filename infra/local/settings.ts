import { join, resolve } from 'node:path';
import { repositoryRoot } from './repository.js';

/** Where a local hub keeps its state and which ports it uses. */
export interface Settings {
  readonly home: string;
  readonly ports: Ports;
  readonly broker: 'embedded' | 'kafka';
}

export interface Ports {
  readonly gateway: number;
  readonly directory: number;
  readonly consents: number;
  readonly liaison: number;
  readonly referrals: number;
  readonly housing: number;
  readonly notifications: number;
  readonly identity: number;
  readonly postgres: number;
  readonly kafka: number;
  readonly kafkaController: number;
  /** Webhook receivers of the demonstration's two partners. */
  readonly partner: number;
  readonly partner2: number;
}

const firstPortDefault = 3000;
const firstPortMax = 65_535 - 40;

/** A fault of the caller, told in a sentence; the process ends with `exitCode`. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** @throws StartFault naming the variable and the way out */
export function readSettings(environment: NodeJS.ProcessEnv, kafka = false): Settings {
  const written = environment['HUB_PORT'] ?? String(firstPortDefault);
  const first = Number(written);
  if (!Number.isInteger(first) || first < 1024 || first > firstPortMax) {
    throw new StartFault(
      `HUB_PORT is "${written}": set it to a number from 1024 to ${firstPortMax}; the hub uses at most 40 ports from there on.`,
      2,
    );
  }
  return {
    home: resolve(repositoryRoot, environment['HUB_HOME'] || '.local'),
    broker: kafka ? 'kafka' : 'embedded',
    ports: {
      gateway: first,
      directory: first + 1,
      liaison: first + 2,
      referrals: first + 3,
      housing: first + 4,
      notifications: first + 5,
      consents: first + 6,
      identity: first + 10,
      postgres: first + 20,
      kafka: first + 21,
      kafkaController: first + 22,
      partner: first + 30,
      partner2: first + 31,
    },
  };
}

/** Everything of one start lies in the home, under these names. */
export function places({ home }: Settings) {
  return {
    marker: join(home, 'liaison-hub'),
    run: join(home, 'run.json'),
    broker: join(home, 'broker'),
    secrets: join(home, 'secrets.json'),
    masterKeys: join(home, 'master-keys'),
    signingKeys: join(home, 'signing-keys.json'),
    migrated: join(home, 'migrated'),
    logs: join(home, 'logs'),
    audit: join(home, 'audit'),
    /** Heads of a service's audit chain, as it told them. */
    auditAnchors: (name: string) => join(home, 'audit', `${name}.jsonl`),
    log: (name: string) => join(home, 'logs', `${name}.log`),
    postgres: join(home, 'postgres'),
    kafka: join(home, 'kafka'),
  };
}
