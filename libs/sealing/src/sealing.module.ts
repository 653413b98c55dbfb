import { CONFIG, type AppConfig } from '#libs/platform';
import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { SealingConfig } from './config.js';
import { DestroyErasedKeys } from './erasing/erase-subjects.js';
import { DestroyKey } from './keys/destroy-key.timer.js';
import { KeyPort } from './keys/key-port.js';
import { MasterKeys } from './keys/master-keys.js';
import { RewrapKeys } from './keys/rewrap-keys.timer.js';
import { SubjectKeys } from './keys/subject-keys.js';

const limits = { connectionsMax: 4, connectMilliseconds: 5_000, statementMilliseconds: 5_000 };

/** Waits for what is underway with the app's own pools; a key is asked for inside their transactions. */
@Injectable()
class SealingLife implements OnApplicationShutdown {
  constructor(@Inject(SubjectKeys) private readonly keys: SubjectKeys) {}

  async onApplicationShutdown(): Promise<void> {
    await this.keys.close();
  }
}

/** The keys of an app that seals; its configuration is an `AppConfig` and a `SealingConfig`. */
@Global()
@Module({
  providers: [
    {
      provide: KeyPort,
      inject: [CONFIG],
      useFactory: ({ masterKeys }: SealingConfig) => new MasterKeys(masterKeys),
    },
    {
      provide: SubjectKeys,
      inject: [CONFIG, KeyPort],
      useFactory: ({ app, keysDatabaseUrl }: AppConfig & SealingConfig, masterKeys: KeyPort) =>
        new SubjectKeys({ app, pool: keysPool(keysDatabaseUrl, app), masterKeys }),
    },
    DestroyKey,
    DestroyErasedKeys,
    RewrapKeys,
    SealingLife,
  ],
  exports: [KeyPort, SubjectKeys],
})
export class SealingModule {}

export function keysPool(url: string, app: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `${app} keys`,
    max: limits.connectionsMax,
    connectionTimeoutMillis: limits.connectMilliseconds,
    statement_timeout: limits.statementMilliseconds,
  });
  // An idle connection that the database ends is replaced when the next one is asked for.
  pool.on('error', () => undefined);
  return pool;
}
