import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependencyFaults, type Lock, type Manifest } from './dependency-policy.js';
import { repositoryRoot } from './repository.js';

/** The policy on the lock file, then known vulnerabilities of what is shipped, where the registry tells them. */
interface AuditReport {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, { severity: string; range: string }>>;
  readonly statusCode?: number;
}

const read = <Content>(file: string) =>
  JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8')) as Content;
const faults = dependencyFaults(read<Lock>('package-lock.json'), read<Manifest>('package.json'));

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], {
  cwd: repositoryRoot,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 60_000,
});
const report = reportOf(stdout);
if (report.auditReportVersion === undefined) {
  const why = report.statusCode ? `it answered ${report.statusCode}` : 'it did not answer';
  console.log(
    `Did not run: npm audit, as the registry tells no vulnerabilities here (${why}). The policy on the lock file ran.`,
  );
}
for (const [name, { severity, range }] of Object.entries(report.vulnerabilities ?? {}))
  if (['high', 'critical'].includes(severity))
    faults.push(`${name} ${range} has a known vulnerability (${severity}): see "npm audit".`);

for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);

function reportOf(text: string | null): AuditReport {
  try {
    return JSON.parse(text ?? '') as AuditReport;
  } catch {
    return {};
  }
}
