import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** A process of this hub; its start time tells it from a later one with the same number. */
export interface NotedProcess {
  readonly name: string;
  readonly pid: number;
  readonly startedAt: string;
}

export interface RunFile {
  readonly supervisor: NotedProcess;
  readonly broker: 'embedded' | 'kafka';
  readonly gatewayPort: number;
  readonly identityPort: number;
  readonly processes: readonly NotedProcess[];
  /** Connection of the superuser, for `hub` commands. */
  readonly adminUrl: string;
}

export function noted(name: string, pid: number): NotedProcess {
  return { name, pid, startedAt: startTimeOf(pid) ?? '' };
}

export function readRunFile(file: string): RunFile | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunFile;
  } catch {
    return undefined;
  }
}

export function writeRunFile(file: string, run: RunFile): void {
  writeFileSync(file, JSON.stringify(run, null, 2), { mode: 0o600 });
}

export function removeRunFile(file: string): void {
  rmSync(file, { force: true });
}

export function isRunning({ pid, startedAt }: NotedProcess, proc = '/proc'): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return startTimeOf(pid, proc) === (startedAt || undefined);
}

/** What a supervisor that was killed left behind is ended: asked first, then killed. Whose start is not known may be anybody's, and is left alone. */
export async function endOrphans(
  { processes }: Pick<RunFile, 'processes'>,
  proc = '/proc',
): Promise<string[]> {
  const runs = (one: NotedProcess) => isRunning(one, proc);
  const orphans = processes.filter((one) => one.startedAt !== '' && runs(one));
  for (const { pid } of orphans) signal(pid, 'SIGTERM');
  const until = performance.now() + 5_000;
  while (orphans.some(runs) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
  for (const orphan of orphans.filter(runs)) signal(orphan.pid, 'SIGKILL');
  return orphans.map((orphan) => orphan.name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** When a process started: clock ticks since boot (proc(5), field 22), without /proc what ps says; undefined where neither knows, or it has ended. */
export function startTimeOf(pid: number, proc = '/proc'): string | undefined {
  if (!existsSync(`${proc}/self/stat`)) return startTimeByPs(pid);
  try {
    const stat = readFileSync(`${proc}/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startTimeByPs(pid: number): string | undefined {
  try {
    const [state, ...start] = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      // The same words whoever asks, and wherever.
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return state === '' || state!.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}
