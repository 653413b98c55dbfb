import { appendFile } from 'node:fs/promises';
import type { ChainHead } from '#libs/messaging';
import type { Logger } from 'pino';

/** Tells heads of the audit chain where the database cannot take them back: a line of the log, and one of the file. */
export function auditAnchors(log: Logger, file: string | undefined): (head: ChainHead) => Promise<void> {
  return async ({ number, hash, at }) => {
    log.info({ number, hash, at }, 'Head of the audit chain.');
    if (file) await appendFile(file, `${JSON.stringify({ number, hash, at })}\n`, { mode: 0o600 });
  };
}
