import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appsThatSeal } from '../postgres/databases.js';
import {
  adminUrlFile,
  masterKeysFile,
  postgresPasswordFile,
  roleUrls,
  secretsFolder,
} from './secret-files.js';

/** The job that makes every secret once, each into the volume of who needs it. What is there stays. */
const server = process.env['DATABASE_SERVER'] ?? 'postgres:5432';
const password = () => randomBytes(24).toString('base64url');

const postgresPassword = keep(postgresPasswordFile, password());
if (postgresPassword) keep(adminUrlFile, `postgres://postgres:${postgresPassword}@${server}/postgres`);
for (const { database, role, file } of roleUrls)
  keep(file, `postgres://${role}:${password()}@${server}/${database}`);
for (const app of appsThatSeal) keep(masterKeysFile(app), randomBytes(32).toString('base64'));

/** Returns what was written, or nothing where the file is there already. */
function keep(name: string, secret: string): string | undefined {
  const file = join(secretsFolder, name);
  if (existsSync(file)) return undefined;
  mkdirSync(dirname(file), { recursive: true });
  // Readable by all who have this volume: PostgreSQL reads its own as another user.
  writeFileSync(`${file}.new`, secret, { mode: 0o444 });
  renameSync(`${file}.new`, file);
  console.log(`${name}: made`);
  return secret;
}
