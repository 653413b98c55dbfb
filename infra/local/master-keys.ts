import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';

const masterKeyBytes = 32;

/** The file of a local hub's master keys, one a line, the current one first; made with one key where there is none. */
export function makeMasterKey(file: string, key?: string): void {
  if (!existsSync(file)) write(file, [key ?? newKey()]);
}

function newKey(): string {
  return randomBytes(masterKeyBytes).toString('base64');
}

/** The file is whole at any moment: services read it while it is changed. */
function write(file: string, lines: readonly string[]): void {
  writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
