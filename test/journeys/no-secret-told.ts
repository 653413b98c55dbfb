import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { LocalHub } from '../../infra/local/local-hub.js';
import { places } from '../../infra/local/settings.js';
import { apps } from '../../infra/postgres/databases.js';

/** After all that the hub has done: none of its own secrets stands in a log, a metric, its health or an error. */
export async function noSecretTold(hub: LocalHub): Promise<void> {
  const { secrets: secretsFile, logs } = places(hub.settings);
  const secrets = Object.entries(JSON.parse(readFileSync(secretsFile, 'utf8')) as Record<string, string>);
  expect(secrets.length).toBeGreaterThan(10);
  const texts = new Map<string, string>();
  for (const file of readdirSync(logs)) texts.set(file, readFileSync(join(logs, file), 'utf8'));
  for (const service of [...apps, 'gateway'] as const) {
    for (const path of ['/metrics', '/health/ready', '/v1/nothing', '/operations/messages']) {
      const response = await fetch(`http://localhost:${hub.settings.ports[service]}${path}`);
      texts.set(`${service} ${path}`, await response.text());
    }
  }
  expect(texts.get('liaison.log')).toContain('Ready.');
  expect(foundIn(texts, secrets)).toEqual([]);
  const [[, planted]] = secrets as [[string, string]];
  expect(foundIn(new Map([['a planted line', `{"msg":"${planted}"}`]]), secrets)).toHaveLength(1);
}

/** Which secret stands where, without the secret. */
function foundIn(
  texts: ReadonlyMap<string, string>,
  secrets: readonly (readonly [string, string])[],
): string[] {
  return [...texts].flatMap(([where, text]) =>
    secrets.filter(([, value]) => text.includes(value)).map(([name]) => `${name} in ${where}`),
  );
}
