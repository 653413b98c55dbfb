import { readAppConfig, Reading, type AppConfig } from '#libs/platform';

export interface ConsentsConfig extends AppConfig {
  /** R10: how long a grant lasts where no end is named. */
  readonly grantMonths: number;
}

const grantMonthsDefault = 12;

/** @throws ConfigurationFaults */
export function readConfig(read = new Reading(process.env)): ConsentsConfig {
  const grantMonths = read.count('GRANT_MONTHS', 'months', grantMonthsDefault);
  return { ...readAppConfig('consents', read), grantMonths };
}
