import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dependencyFaults, type Lock, type LockedPackage, type Manifest } from './dependency-policy.js';

const read = <Content>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as Content;
const lock = read<Lock>('package-lock.json');
const manifest = read<Manifest>('package.json');

/** The lock file with pg changed. */
const with_ = (change: Partial<LockedPackage>): Lock => ({
  ...lock,
  packages: { ...lock.packages, 'node_modules/pg': { ...lock.packages['node_modules/pg'], ...change } },
});

describe('the policy of dependencies', () => {
  it('is kept by the lock file as it is', () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(500);
    expect(dependencyFaults(lock, manifest)).toEqual([]);
  });

  it.each<[string, Partial<LockedPackage>, string]>([
    ['no integrity', { integrity: undefined as never }, 'no sha512 integrity'],
    ['a weak integrity', { integrity: 'sha1-AAAA' }, 'no sha512 integrity'],
    ['a git address', { resolved: 'git+ssh://git@host.example/pg.git#abc' }, 'take it from the registry'],
    ['an address of its own', { resolved: 'http://host.example/pg.tgz' }, 'take it from the registry'],
    ['a link to a folder', { link: true }, 'take it from the registry'],
    ['no version', { version: undefined as never }, 'no version'],
    ['an install script', { hasInstallScript: true }, 'install script'],
    ['a licence that asks for more', { license: 'AGPL-3.0-only' }, 'licence "AGPL-3.0-only"'],
    ['a licence, and one that asks for more', { license: 'MIT AND GPL-3.0-only' }, 'licence "MIT AND GPL'],
    ['no licence', { license: undefined as never }, 'licence "none"'],
  ])('a planted package with %s is caught', (_, change, fault) => {
    const faults = dependencyFaults(with_(change), manifest);
    expect(faults).toEqual([expect.stringContaining(fault)]);
    expect(faults[0]).toMatch(/^pg /);
  });

  it('one of two licences is enough where there is a choice', () => {
    expect(dependencyFaults(with_({ license: '(GPL-3.0-only OR MIT)' }), manifest)).toEqual([]);
  });

  it.each(['github:brianc/node-postgres', 'https://host.example/pg.tgz', 'file:../pg', '*', 'latest', '>=8'])(
    'package.json that asks for "%s" is caught',
    (range) => {
      const asked = { ...manifest, dependencies: { ...manifest.dependencies, pg: range } };
      expect(dependencyFaults(lock, asked)).toEqual([
        `package.json asks for pg as "${range}": name a version of the registry.`,
      ]);
    },
  );
});
