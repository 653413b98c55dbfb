import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseMasterKeys } from '#libs/sealing';

const masterKeyBytes = 32;

/** The file of a local hub's master keys, one a line, the current one first; made with one key where there is none. */
export function makeMasterKey(file: string, key?: string): void {
  if (!existsSync(file)) write(file, [key ?? newKey()]);
}

/** Puts a new key before the others: what is wrapped from now on is wrapped with it. Returns its id. */
export function addMasterKey(file: string): string {
  write(file, [newKey(), ...linesOf(file)]);
  return masterKeyIds(file)[0]!;
}

/** Deletes a key that is no longer the current one. What it still wraps cannot be read ever after. */
export function removeMasterKey(file: string, id: string): void {
  const ids = masterKeyIds(file);
  write(
    file,
    linesOf(file).filter((_, index) => ids[index] !== id),
  );
}

/** The current one first. */
export function masterKeyIds(file: string): string[] {
  return parseMasterKeys(readFileSync(file, 'utf8')).map(({ id }) => id);
}

function newKey(): string {
  return randomBytes(masterKeyBytes).toString('base64');
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** The file is whole at any moment: services read it while it is changed. */
function write(file: string, lines: readonly string[]): void {
  writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
