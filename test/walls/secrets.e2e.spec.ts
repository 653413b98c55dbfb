import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settingsOf } from '../../infra/local/show-settings.js';
import { apps } from '../../infra/postgres/databases.js';
import { Reading } from '../../libs/platform/src/config.js';

const planted = 'planted-and-never-told-7Q';
const plantedUrl = `postgresql://somebody:${planted}@127.0.0.1:1/nothing`;
const plantedKey = Buffer.from(planted.padEnd(32, '.')).toString('base64');
const valueFor = (name: string) => (name.includes('URL') ? plantedUrl : plantedKey);
/** The secret itself, and as it stands in an encoded key. */
const told = new RegExp(`${planted}|${plantedKey}`);

const plain: Record<string, string> = {
  PORT: '1',
  OIDC_ISSUER: 'http://127.0.0.1:1',
  OFFICE_ORGANIZATION: '01900000-0000-7000-8000-000000000001',
  LOG_LEVEL: 'trace',
  BROKER: 'embedded',
  ...Object.fromEntries(
    [...apps, 'identity'].map((app) => [`${app.toUpperCase()}_URL`, 'http://127.0.0.1:1']),
  ),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-hub-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Which variables of a service are secrets: whatever its configuration reads as one. */
async function secretsOf(service: string): Promise<string[]> {
  const { readConfig } = (await import(`../../apps/${service}/src/config.js`)) as {
    readConfig(read: Reading): unknown;
  };
  const environment = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name: string) => (name.endsWith('_FILE') ? undefined : (plain[name] ?? valueFor(name))),
      ownKeys: () => [],
    },
  );
  const read = new Reading(environment);
  try {
    readConfig(read);
  } catch {
    // What else is wrong with such a configuration is not asked here.
  }
  return read
    .settings()
    .filter(({ shown }) => shown.startsWith('(secret'))
    .map(({ name }) => name);
}

/** All that a service says when it starts with these variables and ends. */
function saidBy(service: string, environment: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`dist/apps/${service}/src/main.js`], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const late = setTimeout(() => child.kill(), 60_000);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(late);
      resolve(said);
    });
  });
}

describe('a secret', () => {
  it.each(apps)(
    'of %s is told neither by its start that fails, nor by its faults, nor by config show',
    async (service) => {
      const names = await secretsOf(service);
      expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'DATABASE_WORKER_URL']));
      const secrets = Object.fromEntries(names.map((name) => [name, valueFor(name)]));

      const away = await saidBy(service, { ...plain, ...secrets });
      expect(away).toMatch(/ECONNREFUSED|could not start/);
      expect(away).not.toMatch(told);

      const wrong = await saidBy(service, { ...plain, ...secrets, DATABASE_URL: planted });
      expect(wrong).toContain('DATABASE_URL must be the PostgreSQL URL');
      expect(wrong).not.toMatch(told);

      const shown = await settingsOf({
        name: service,
        environment: { ...plain, ...secrets },
        entry: '',
        readyUrl: '',
        logFile: '',
      });
      for (const name of names)
        expect(shown.join('\n')).toMatch(new RegExp(`^ {2}${name} +environment +\\(secret\\)$`, 'm'));
      expect(shown.join('\n')).not.toMatch(told);
    },
    180_000,
  );

  it('in a file is told by none of them either; only where it lies', async () => {
    const files = Object.fromEntries(
      (await secretsOf('notifications')).map((name) => {
        const file = join(folder, name.toLowerCase());
        writeFileSync(file, `${valueFor(name)}\n`);
        return [`${name}_FILE`, file];
      }),
    );
    const said = await saidBy('notifications', { ...plain, ...files });
    expect(said).toMatch(/ECONNREFUSED|could not start/);
    expect(said).not.toMatch(told);
    const shown = await settingsOf({
      name: 'notifications',
      environment: { ...plain, ...files },
      entry: '',
      readyUrl: '',
      logFile: '',
    });
    expect(shown.join('\n')).toContain(`(secret, in ${join(folder, 'database_url')})`);
    expect(shown.join('\n')).not.toMatch(told);
  }, 120_000);

  it('that is planted in a setting which is no secret is seen: the search can find', async () => {
    const shown = await settingsOf({
      name: 'liaison',
      environment: { ...plain, OIDC_AUDIENCE: planted },
      entry: '',
      readyUrl: '',
      logFile: '',
    });
    expect(shown.join('\n')).toMatch(told);
  });
});
