import { randomBytes } from 'node:crypto';
import { createEmbeddedBrokerSchema, rolesOf, UnitOfWork } from '#libs/messaging';
import { keysDatabase, keysOwner, keysRoleOf } from '#libs/sealing';
import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { installMovableClock, moveClock } from '../../../infra/postgres/clock.js';
import {
  adminOf,
  appsThatSeal,
  createDatabase,
  createRole,
  prepareKeys,
  urlAs,
  type AppName,
} from '../../../infra/postgres/databases.js';
import { testPostgres } from './services.js';

const password = 'test';
type Migrations = NonNullable<ConstructorParameters<typeof DataSource>[0]['migrations']>;

export interface TestDatabase {
  readonly ownerUrl: string;
  /** As the superuser: for looking at what no role of the app may see. */
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  moveTime(milliseconds: number): Promise<void>;
  drop(): Promise<void>;
}

/** A database of its own for one spec file, with the app's three roles, its migrations run, and a clock that can be moved. */
export async function testDatabase(app: AppName, migrations: Migrations): Promise<TestDatabase> {
  const roles = rolesOf(app);
  const { url, drop } = await makeDatabase(app, Object.values(roles), roles.owner);
  const adminUrl = url('postgres', undefined);
  const ownerUrl = url(roles.owner, password);
  const owner = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    synchronize: false,
    installExtensions: false,
    poolSize: 1,
  });
  await owner.initialize();
  await owner.runMigrations();
  await owner.destroy();
  await installMovableClock(adminUrl);
  return {
    ownerUrl,
    adminUrl,
    appUrl: url(roles.app, password),
    workerUrl: url(roles.worker, password),
    moveTime: (milliseconds) => moveClock(adminUrl, milliseconds),
    drop,
  };
}

/** A database of its own with the embedded broker's tables; the URL of its clients. */
export async function testBrokerDatabase(): Promise<{
  clientUrl: string;
  adminUrl: string;
  drop(): Promise<void>;
}> {
  const { url, drop } = await makeDatabase('broker', ['broker_owner', 'broker_client'], 'broker_owner');
  const owner = new pg.Client({ connectionString: url('broker_owner', password) });
  await owner.connect();
  await createEmbeddedBrokerSchema(owner, 'broker_client');
  await owner.end();
  return { clientUrl: url('broker_client', password), adminUrl: url('postgres', undefined), drop };
}

/** A keys database of its own, as every app that seals has it, and a clock that can be moved. */
export async function testKeysDatabase() {
  const { url, drop } = await makeDatabase(
    keysDatabase,
    [keysOwner, ...appsThatSeal.map(keysRoleOf)],
    keysOwner,
  );
  const adminUrl = url('postgres', undefined);
  await prepareKeys(url(keysOwner, password));
  await installMovableClock(adminUrl);
  return {
    adminUrl,
    ownerUrl: url(keysOwner, password),
    urlOf: (app: AppName) => url(keysRoleOf(app), password),
    moveTime: (milliseconds: number) => moveClock(adminUrl, milliseconds),
    drop,
  };
}

async function makeDatabase(purpose: string, roles: readonly string[], owner: string) {
  const admin = await testPostgres();
  const database = `test_${purpose}_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  // Spec files run side by side and share the roles of the one server.
  await client.query(`select pg_advisory_lock(hashtextextended('roles', 0))`);
  for (const role of roles) await createRole(client, role, password);
  await client.query(`select pg_advisory_unlock(hashtextextended('roles', 0))`);
  await client.end();
  await createDatabase(
    admin,
    database,
    owner,
    roles.filter((role) => role !== owner),
  );
  return {
    url: (role: string, as: string | undefined) =>
      as === undefined ? adminOf(admin, database) : urlAs(admin, role, as, database),
    drop: async () => {
      const last = new pg.Client({ connectionString: admin });
      await last.connect();
      await last.query(`drop database if exists ${database} with (force)`);
      await last.end();
    },
  };
}

/** A unit of work on a test database, for specs below HTTP. */
export async function testUnitOfWork(database: TestDatabase, rows: readonly EntityTarget<ObjectLiteral>[]) {
  const [organization, worker] = await Promise.all(
    [database.appUrl, database.workerUrl].map((url) =>
      new DataSource({
        type: 'postgres',
        url,
        entities: rows as never[],
        synchronize: false,
        installExtensions: false,
        poolSize: 8,
        extra: { pipeline: true },
      }).initialize(),
    ),
  );
  return {
    unitOfWork: new UnitOfWork(organization!, worker!),
    organization: organization!,
    worker: worker!,
    close: async () => {
      await Promise.all([organization!.destroy(), worker!.destroy()]);
    },
  };
}
