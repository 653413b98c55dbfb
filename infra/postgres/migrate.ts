import { DataSource } from 'typeorm';
import type { AppName } from './databases.js';

type Migrations = NonNullable<ConstructorParameters<typeof DataSource>[0]['migrations']>;

/** Runs an app's hand-written migrations as its owner. Returns how many ran. */
export async function migrate(app: AppName, ownerUrl: string): Promise<number> {
  const { migrations } = (await import(`../../apps/${app}/src/persistence/migrations/index.js`)) as {
    migrations: Migrations;
  };
  const owner = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    poolSize: 1,
  });
  await owner.initialize();
  try {
    return (await owner.runMigrations()).length;
  } finally {
    await owner.destroy();
  }
}
