import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readKafkaAddress, Reading, type Environment } from './config.js';

const planted = 'planted-kafka-password';
const tls = { KAFKA_BROKERS: 'kafka-1:9093,kafka-2:9093', KAFKA_TLS: 'true' };
const login = { KAFKA_USERNAME: 'hub', KAFKA_PASSWORD: planted };

let folder: string;
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-hub-kafka-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function faultsOf(environment: Environment): readonly string[] {
  const read = new Reading(environment);
  readKafkaAddress(read);
  return read.faults;
}

describe('where Kafka is', () => {
  it('without a word about TLS and users it is spoken to in plaintext', () => {
    const read = new Reading({ KAFKA_BROKERS: 'localhost:9092' });
    expect(read.finish(readKafkaAddress(read))).toEqual({
      kind: 'kafka',
      brokers: ['localhost:9092'],
      sessionTimeoutMilliseconds: 45_000,
    });
  });

  it('TLS, the authority, the user and the password in a file are read', () => {
    const read = new Reading({
      ...tls,
      KAFKA_TLS_CA_FILE: file('ca.pem', `${rootCertificates[0]}\n`),
      KAFKA_USERNAME: 'hub',
      KAFKA_PASSWORD_FILE: file('password', `${planted}\n`),
      KAFKA_SASL_MECHANISM: 'plain',
    });
    expect(read.finish(readKafkaAddress(read))).toMatchObject({
      brokers: ['kafka-1:9093', 'kafka-2:9093'],
      tls: { authorities: rootCertificates[0] },
      login: { mechanism: 'plain', username: 'hub', password: planted },
    });
    expect(read.unknown()).toEqual([]);
  });

  it('the mechanism is SCRAM-SHA-512 where nothing else is said', () => {
    expect(readKafkaAddress(new Reading({ ...tls, ...login })).login?.mechanism).toBe('scram-sha-512');
  });

  it('of the password no setting shows more than where it lies', () => {
    const read = new Reading({ ...tls, ...login });
    readKafkaAddress(read);
    expect(read.settings()).toContainEqual({
      name: 'KAFKA_PASSWORD',
      from: 'environment',
      shown: '(secret)',
    });
    expect(JSON.stringify(read.settings())).not.toContain(planted);
  });

  it.each<[string, Environment, string]>([
    [
      'a user without a password',
      { ...tls, KAFKA_USERNAME: 'hub' },
      'KAFKA_USERNAME is set without a password: set KAFKA_PASSWORD, or KAFKA_PASSWORD_FILE to a file that holds it.',
    ],
    [
      'a password without a user',
      { ...tls, KAFKA_PASSWORD: planted },
      'KAFKA_PASSWORD is set without KAFKA_USERNAME: set both, or none of them.',
    ],
    [
      'a password that would go over the network in plaintext',
      { ...login, KAFKA_BROKERS: 'kafka:9092' },
      'KAFKA_USERNAME is set without TLS, where others on the network can read along: set KAFKA_TLS=true (only a hub on one machine, HUB_LOCAL=true, may do without).',
    ],
    [
      'a slip of the pen that would mean plaintext',
      { ...tls, ...login, KAFKA_TLS: 'yes' },
      'KAFKA_TLS must be true or false.',
    ],
    [
      'a mechanism that there is not',
      { ...tls, ...login, KAFKA_SASL_MECHANISM: 'SCRAM' },
      'KAFKA_SASL_MECHANISM must be scram-sha-512, scram-sha-256 or plain.',
    ],
  ])('%s is refused with the way out', (_, environment, fault) => {
    expect(faultsOf(environment)).toContain(fault);
    expect(faultsOf(environment).join()).not.toContain(planted);
  });

  it('on one machine a user may come without TLS', () => {
    expect(faultsOf({ ...login, KAFKA_BROKERS: 'localhost:9092', HUB_LOCAL: 'true' })).toEqual([]);
  });

  it('an authority that cannot be read, holds no certificate, or is not asked for, is refused', () => {
    const text = file('text.pem', 'no certificate');
    const good = file('good.pem', rootCertificates[0]!);
    expect(faultsOf({ ...tls, KAFKA_TLS_CA_FILE: join(folder, 'nowhere.pem') })).toEqual([
      `KAFKA_TLS_CA_FILE names ${join(folder, 'nowhere.pem')}, which cannot be read (ENOENT): mount it, or mend the name.`,
    ]);
    expect(faultsOf({ ...tls, KAFKA_TLS_CA_FILE: text })).toEqual([
      `KAFKA_TLS_CA_FILE names ${text}, which holds no certificate: write one in PEM form into it.`,
    ]);
    expect(faultsOf({ KAFKA_BROKERS: 'kafka:9092', KAFKA_TLS_CA_FILE: good })).toEqual([
      'KAFKA_TLS_CA_FILE is set and KAFKA_TLS is not: set KAFKA_TLS=true, or take the file away.',
    ]);
  });
});
