import { readAppConfig, Reading, type AppConfig } from '#libs/platform';
import { readSealingConfig, type SealingConfig } from '#libs/sealing';

export type NotificationsConfig = AppConfig & SealingConfig;

/** @throws ConfigurationFaults */
export function readConfig(read = new Reading(process.env)): NotificationsConfig {
  return { ...readSealingConfig('notifications', read), ...readAppConfig('notifications', read) };
}
