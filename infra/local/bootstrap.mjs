// Runs on the machine's own Node, before anything is installed: no dependency, no TypeScript. Installs what the lock file
// says, starts itself again on the pinned Node, builds what changed, and hands over.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const commands = ['start', 'test', 'reset', 'hub', 'check', 'documents', 'faults', 'bench', 'demonstration'];
const [command, ...args] = process.argv.slice(2);
const pinnedNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const installMarker = join(root, 'node_modules/.liaison-hub-lock');
const buildMarker = join(root, 'dist/.sources');
const lock = join(root, '.bootstrap.lock');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  end(`Liaison Hub needs Node 20.19 or later to start; this is ${process.versions.node}.`);
if (!commands.includes(command)) end(`Say what to do: ${commands.join(', ')}.`);

if (!installed() || !built()) {
  await holdLock();
  try {
    if (!installed()) install();
    if (!built()) build();
  } finally {
    rmSync(lock, { force: true });
  }
}
handOver();

function installed() {
  return (
    existsSync(pinnedNode) &&
    existsSync(installMarker) &&
    readFileSync(installMarker, 'utf8') === hashOf([join(root, 'package-lock.json')])
  );
}

function install() {
  note('Installing (once, about a minute) …');
  // Bundled with Node, but found by name: on Windows it is a script that needs a shell.
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) end(`npm ci failed:\n${stdout ?? ''}${stderr ?? 'npm was not found'}`);
  writeFileSync(installMarker, hashOf([join(root, 'package-lock.json')]));
}

function sources() {
  const files = ['package-lock.json', 'package.json', 'tsconfig.base.json', 'tsconfig.build.json'].map(
    (file) => join(root, file),
  );
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts')) files.push(path);
    }
  };
  for (const folder of ['apps', 'libs', 'infra', 'test']) walk(join(root, folder));
  return files.sort();
}

function built() {
  return existsSync(buildMarker) && readFileSync(buildMarker, 'utf8') === hashOf(sources());
}

function build() {
  note('Building …');
  const state = hashOf(sources());
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync(
    pinnedNode,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) end(`The build failed:\n${stdout}${stderr}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(buildMarker, state);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Two commands at once in one clone: the second waits; a lock whose holder is gone is taken over. */
async function holdLock() {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') end(`The folder ${root} cannot be written (${error.message}).`);
      if (!alive(lock)) rmSync(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function alive(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (!pid) return Date.now() - statSync(file).mtimeMs < 5_000;
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function handOver() {
  const entries = {
    documents: 'dist/infra/documents/generate.js',
    faults: 'dist/test/faults/faults.js',
    bench: 'dist/test/bench/bench.js',
    demonstration: 'dist/infra/local/trial/demonstrate.js',
  };
  const entry = entries[command] ?? `dist/infra/local/${command}.js`;
  const child = spawn(
    pinnedNode,
    ['--max-semi-space-size=4', '--optimize-for-size', join(root, entry), ...args],
    { cwd: root, stdio: 'inherit' },
  );
  // The terminal sends Ctrl-C to the whole group; the others reach only this process and are passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => process.exit(signal ? 1 : code));
}

function note(line) {
  process.stderr.write(`${line}\n`);
}

function end(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
