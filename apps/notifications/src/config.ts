import { readAppConfig, Reading, type AppConfig } from '#libs/platform';

export interface NotificationsConfig extends AppConfig {
  /** 32 bytes: wraps the key of each webhook secret (R18). */
  readonly masterKey: Buffer;
}

const masterKeyBytes = 32;

/** @throws ConfigurationFaults */
export function readConfig(read = new Reading(process.env)): NotificationsConfig {
  const written = read.secret('MASTER_KEY', `${masterKeyBytes} random bytes in base64`);
  const masterKey = Buffer.from(written, 'base64');
  if (written !== '' && masterKey.length !== masterKeyBytes)
    read.fault(
      `MASTER_KEY holds ${masterKey.length} bytes: set it to ${masterKeyBytes} random bytes in base64.`,
    );
  return { ...readAppConfig('notifications', read), masterKey };
}
