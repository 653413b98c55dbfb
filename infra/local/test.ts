import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';
import { startTestServices } from './test-services.js';

/** Every test on real services: one PostgreSQL and, where it can be, one Kafka for the whole run. */
const folder = mkdtempSync(join(tmpdir(), 'liaison-hub-test-'));
// PostgreSQL runs as a user of its own where this runs as root.
chmodSync(folder, 0o755);
const services = await startTestServices(folder).catch((error: Error) => {
  rmSync(folder, { recursive: true, force: true });
  console.error(error.message);
  process.exit(1);
});
if (!services.brokers)
  console.log(
    'Skipped: every test on Kafka. It needs a container engine, KAFKA_BROKERS, or Java 17 and Maven.',
  );

const report = join(folder, 'report.json');
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(repositoryRoot, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      TEST_DATABASE_ADMIN_URL: services.adminUrl,
      ...(services.brokers ? { TEST_KAFKA_BROKERS: services.brokers.join(',') } : {}),
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => jest.kill(signal));
const code = await new Promise<number>((resolve) => jest.once('exit', (exitCode) => resolve(exitCode ?? 1)));
await services.stop();

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly numRuntimeErrorTestSuites: number;
}
let counts: Report | undefined;
try {
  counts = JSON.parse(readFileSync(report, 'utf8')) as Report;
} catch {
  console.error('The test runner left no report: it ended before its tests did.');
}
rmSync(folder, { recursive: true, force: true });
if (counts) {
  // A file that could not even be loaded has failed, though none of its tests ran.
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  console.log(
    `tests: ${counts.numPassedTests} passed, ${failed} failed${counts.numPendingTests > 0 ? `, ${counts.numPendingTests} skipped` : ''}`,
  );
}
process.exit(code === 0 && !counts ? 1 : code);
