import { readAppConfig, Reading, type AppConfig } from '#libs/platform';
import { readSealingConfig, type SealingConfig } from '#libs/sealing';

export type ReferralsConfig = AppConfig & SealingConfig;

/** @throws ConfigurationFaults */
export function readConfig(read = new Reading(process.env)): ReferralsConfig {
  return { ...readSealingConfig('referrals', read), ...readAppConfig('referrals', read) };
}
