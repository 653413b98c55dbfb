import type { Reading } from '#libs/platform';
import { masterKeysOfFile, parseMasterKeys, type MasterKey } from './keys/master-keys.js';

/** What an app that seals reads from its environment, beside what every app does. */
export interface SealingConfig {
  /** The keys database, as the app's role there. */
  readonly keysDatabaseUrl: string;
  /** How many days backups of the keys database are kept: an erasure is complete so long after it. */
  readonly keyBackupDays: number;
  /** The current one first. A function, so that no key stands in the configuration. */
  readonly masterKeys: () => readonly MasterKey[];
}

/** What is wrong with a key becomes a fault of `read`, which never says what the key is. */
export function readSealingConfig(app: string, read: Reading): SealingConfig {
  const keysDatabaseUrl = read.secretUrl('KEYS_DATABASE_URL', `the PostgreSQL URL of the role keys_${app}`);
  const keyBackupDays = read.count('KEY_BACKUP_DAYS', 'days', 30);
  const written = read.secret(
    'MASTER_KEYS',
    '"id:base64" of each master key of 32 bytes, the current one first, with commas or line ends between',
  );
  try {
    const keys = parseMasterKeys(written);
    const file = read.fileOf('MASTER_KEYS');
    return { keysDatabaseUrl, keyBackupDays, masterKeys: file ? masterKeysOfFile(file) : () => keys };
  } catch (error) {
    read.fault(`MASTER_KEYS cannot be used: ${(error as Error).message}.`);
    return { keysDatabaseUrl, keyBackupDays, masterKeys: () => [] };
  }
}
