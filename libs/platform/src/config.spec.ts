import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationFaults, readAppConfig, Reading, type Environment } from './config.js';

const databaseUrl = 'postgresql://liaison_app:planted-password@localhost:5432/liaison';
const complete: Environment = {
  PORT: '3002',
  DATABASE_URL: databaseUrl,
  DATABASE_WORKER_URL: databaseUrl,
  DATABASE_DIRECT_URL: databaseUrl,
  BROKER_DATABASE_URL: databaseUrl,
  OIDC_ISSUER: 'https://identity.example',
  OFFICE_ORGANIZATION: '01900000-0000-7000-8000-000000000001',
};

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-hub-config-'));
  file = join(folder, 'database-url');
  writeFileSync(file, `${databaseUrl}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function faultsOf(environment: Environment): readonly string[] {
  try {
    readAppConfig('liaison', new Reading(environment));
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationFaults);
    return (error as ConfigurationFaults).faults;
  }
}

const fromFile = (name: string, path: string): Environment => ({
  ...complete,
  [name]: undefined,
  [`${name}_FILE`]: path,
});

describe('a configuration', () => {
  it('names every variable that is missing, all at once', () => {
    expect(faultsOf({}).map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'DATABASE_WORKER_URL',
      'DATABASE_DIRECT_URL',
      'BROKER_DATABASE_URL',
      'OIDC_ISSUER',
      'OFFICE_ORGANIZATION',
    ]);
    expect(faultsOf(complete)).toEqual([]);
  });

  it.each(['DATABASE_URL', 'DATABASE_WORKER_URL', 'DATABASE_DIRECT_URL', 'BROKER_DATABASE_URL'])(
    '%s may stand in a file, as containers give secrets; the line’s end is not part of it',
    (name) => {
      const config = readAppConfig('liaison', new Reading(fromFile(name, file)));
      expect(JSON.stringify(config)).not.toContain('\\n');
      expect(JSON.stringify(config).split(databaseUrl)).toHaveLength(5);
    },
  );

  it('says what is wrong with the file of a secret, without what is in it', () => {
    const empty = join(folder, 'empty');
    const noUrl = join(folder, 'no-url');
    writeFileSync(empty, '\n');
    writeFileSync(noUrl, 'planted-password\n');
    expect(faultsOf(fromFile('DATABASE_URL', join(folder, 'nowhere')))).toEqual([
      `DATABASE_URL_FILE names ${join(folder, 'nowhere')}, which cannot be read (ENOENT): mount it, or mend the name.`,
    ]);
    expect(faultsOf(fromFile('DATABASE_URL', empty))).toEqual([
      `DATABASE_URL_FILE names ${empty}, which is empty: write the secret into it.`,
    ]);
    expect(faultsOf(fromFile('DATABASE_URL', noUrl))).toEqual([
      'DATABASE_URL must be the PostgreSQL URL of the role liaison_app, or DATABASE_URL_FILE name a file that holds it.',
    ]);
    expect(faultsOf({ ...complete, DATABASE_URL_FILE: file })).toEqual([
      'DATABASE_URL and DATABASE_URL_FILE are both set: set one of them.',
    ]);
  });

  it('shows each setting and where it comes from, and of a secret nothing else', () => {
    const read = new Reading({ ...fromFile('DATABASE_URL', file), LOG_LEVEL: 'debug' });
    readAppConfig('liaison', read);
    const settings = read.settings();
    expect(settings).toContainEqual({ name: 'LOG_LEVEL', from: 'environment', shown: 'debug' });
    expect(settings).toContainEqual({ name: 'HOST', from: 'default', shown: '127.0.0.1' });
    expect(settings).toContainEqual({
      name: 'DATABASE_WORKER_URL',
      from: 'environment',
      shown: '(secret)',
    });
    expect(settings).toContainEqual({ name: 'DATABASE_URL', from: 'file', shown: `(secret, in ${file})` });
    expect(JSON.stringify(settings)).not.toMatch(/planted|postgresql|5432/);
  });

  it('names variables that begin like one of the hub’s and that nobody reads', () => {
    const read = new Reading({
      ...fromFile('DATABASE_URL', file),
      DATABASE_WORKR_URL: 'x',
      HUB_LOCALE: 'x',
      OIDC_AUDIENCE_FILE_: 'x',
      PATH: '/bin',
      NODE_ENV: 'production',
    });
    readAppConfig('liaison', read);
    expect(read.unknown()).toEqual(['DATABASE_WORKR_URL', 'HUB_LOCALE', 'OIDC_AUDIENCE_FILE_']);
  });

  it('tells numbers that are none, with their unit', () => {
    for (const wrong of ['0', '-1', '1.5', 'x', '1e400']) {
      const read = new Reading({ REQUESTS_MAX: wrong });
      read.count('REQUESTS_MAX', 'requests', 10);
      expect(read.faults).toEqual(['REQUESTS_MAX must be a number of requests, 1 or more.']);
    }
    expect(new Reading({}).count('REQUESTS_MAX', 'requests', 10)).toBe(10);
  });
});
