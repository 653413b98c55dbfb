import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';

/** Everything that is checked beside the tests; all of it runs, each by its name. */
const bin = (name: string) => join(repositoryRoot, 'node_modules/.bin', name);
const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format', bin('prettier'), '--check', '--cache', '--log-level=warn', '.'],
  ['lint', bin('oxlint'), '--deny-warnings'],
  ['types', bin('tsc'), '-p', 'tsconfig.json'],
  [
    'walls',
    bin('depcruise'),
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'err',
    'apps',
    'libs',
    'infra',
    'test',
  ],
  ['generated documents', process.execPath, 'dist/infra/documents/generate.js', '--check'],
  ['OpenAPI', bin('spectral'), 'lint', '--quiet', '--fail-severity=warn', 'docs/openapi.json'],
  ['AsyncAPI', process.execPath, 'dist/infra/documents/check-asyncapi.js'],
  ['unused code', bin('knip')],
  ['dependencies', process.execPath, 'dist/infra/local/check-dependencies.js'],
];

const failed: string[] = [];
for (const [name, command, ...args] of checks) {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: repositoryRoot,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH']}` },
  });
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
  // What a check could not do here is said, not counted.
  for (const line of stdout.split('\n')) if (line.startsWith('Did not run')) console.log(`       ${line}`);
  if (status !== 0) {
    failed.push(name);
    console.log(`${stdout}${stderr}`);
  }
}
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
process.exit(failed.length === 0 ? 0 : 1);
