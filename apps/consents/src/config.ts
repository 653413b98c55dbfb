import { readAppConfig, Reading, type AppConfig } from '#libs/platform';

export interface ConsentsConfig extends AppConfig {
  /** R10: how long a grant lasts where no end is named. */
  readonly grantMonths: number;
  /** How long backups of the keys are kept: so long after an erasure it is complete (R18). */
  readonly keyBackupDays: number;
}

const grantMonthsDefault = 12;
const keyBackupDaysDefault = 30;

/** @throws ConfigurationFaults */
export function readConfig(read = new Reading(process.env)): ConsentsConfig {
  const grantMonths = read.count('GRANT_MONTHS', 'months', grantMonthsDefault);
  const keyBackupDays = read.count('KEY_BACKUP_DAYS', 'days', keyBackupDaysDefault);
  return { ...readAppConfig('consents', read), grantMonths, keyBackupDays };
}
