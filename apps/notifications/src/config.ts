import { readAppConfig, reading, type AppConfig } from '#libs/platform';

export interface NotificationsConfig extends AppConfig {
  /** 32 bytes: wraps the key of each webhook secret (R18). */
  readonly masterKey: Buffer;
}

const masterKeyBytes = 32;

export function readConfig(): NotificationsConfig {
  const read = reading(process.env);
  const written = read.text('MASTER_KEY', `${masterKeyBytes} random bytes in base64`);
  const masterKey = Buffer.from(written, 'base64');
  if (written !== '' && masterKey.length !== masterKeyBytes)
    read.fault(
      `MASTER_KEY holds ${masterKey.length} bytes: set it to ${masterKeyBytes} random bytes in base64.`,
    );
  const app = readAppConfig('notifications', process.env);
  return read.finish({ ...app, masterKey });
}
