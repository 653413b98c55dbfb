import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { apps, appsThatSeal } from '../postgres/databases.js';

const read = (file: string) => readFileSync(join(process.cwd(), file), 'utf8');
const compose = read('docker-compose.yml');
const values = read('infra/k8s/values.yaml');

/** The block of one service in the compose file. */
const blockOf = (text: string, service: string) =>
  new RegExp(`^  ${service}:\\n((?:    .*\\n|\\n)+)`, 'm').exec(text)?.[1] ?? '';

/** Where a service should stand, in the compose file and in the chart's values, and does not. */
function missing(
  services: readonly string[],
  sealing: readonly string[],
  text = compose,
  chart = values,
): string[] {
  const gateway = blockOf(text, 'gateway');
  return services.flatMap((service) => {
    const own = blockOf(text, service);
    const wanted: Record<string, boolean> = {
      'a service that runs it': own.includes(`command: [${service}]`),
      'its secrets in its container alone': own.includes(`secrets-${service}:/secrets/own:ro`),
      'its secrets in the jobs': text.includes(`  - secrets-${service}:/secrets/${service}\n`),
      'the volume of its secrets': text.includes(`\n  secrets-${service}:\n`),
      'its address at the gateway': gateway.includes(
        `${service.toUpperCase()}_URL: http://${service}:3000\n`,
      ),
      'the gateway that waits for it': gateway.includes(`      ${service}: { condition: service_healthy }\n`),
      'its keys': own.includes('*sealing') === sealing.includes(service),
      'the chart': new RegExp(`^  ${service}: \\{.*\\}$`, 'm').test(chart),
      'its keys in the chart':
        new RegExp(`^  ${service}: \\{.*seals: true.*\\}$`, 'm').test(chart) === sealing.includes(service),
    };
    return Object.entries(wanted).flatMap(([what, there]) => (there ? [] : [`${service}: ${what}`]));
  });
}

describe('every service that has a database', () => {
  it('stands in docker-compose.yml and in the chart, with its own secrets alone', () => {
    expect(missing(apps, appsThatSeal)).toEqual([]);
  });

  it('and no other: what is run is an app of this repository', () => {
    const run = [...compose.matchAll(/^ {4}command: \[([a-z]+)\]$/gm)].map((match) => match[1]!);
    const jobs = ['secrets', 'prepare', 'identity', 'demonstration'];
    expect(run.filter((name) => !jobs.includes(name)).sort()).toEqual(readdirSync('apps').sort());
  });

  it('a service that is missing somewhere is named with the place', () => {
    expect(missing([...apps, 'planted'], appsThatSeal)).toHaveLength(7);
    const without = compose.replace('      housing: { condition: service_healthy }\n', '');
    expect(missing(apps, appsThatSeal, without)).toEqual(['housing: the gateway that waits for it']);
    expect(missing(apps, [...appsThatSeal, 'housing'])).toEqual([
      'housing: its keys',
      'housing: its keys in the chart',
    ]);
  });
});

describe('the compose file', () => {
  it('holds no secret, publishes the gateway alone, and gives no container a right or a folder to write more than it needs', () => {
    const services = compose.slice(compose.indexOf('\nservices:'), compose.indexOf('\nnetworks:'));
    expect(services.match(/^ {4}ports:/gm)).toHaveLength(1);
    expect(blockOf(compose, 'gateway')).toContain('ports:');
    expect(compose).not.toMatch(/(PASSWORD|SECRET|KEY)S?: /);
    expect(compose).not.toMatch(/privileged|cap_add|docker\.sock/);
    const blocks = services.split(/^ {2}(?=[a-z]+:$)/m).slice(1);
    for (const block of blocks)
      expect({ block, limited: /cap_drop: \[ALL\]|<<: \*(service|job|small)/.test(block) }).toMatchObject({
        limited: true,
      });
  });
});
