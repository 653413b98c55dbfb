import { createEmbeddedBrokerSchema, rolesOf } from '#libs/messaging';
import pg from 'pg';
import { installMovableClock } from './clock.js';
import { adminOf, apps, createDatabases, databases, urlAs, type Passwords } from './databases.js';
import { migrate } from './migrate.js';

export interface Preparation {
  /** Superuser, or who may make roles and databases. */
  readonly adminUrl: string;
  readonly passwordOf: Passwords;
  /** The demonstration moves these databases' time. */
  readonly movableClock: boolean;
  readonly embeddedBroker: boolean;
}

/** Roles, databases, and every migration that has not run. Idempotent. Returns how many migrations ran, by app. */
export async function prepareDatabases({
  adminUrl,
  passwordOf,
  movableClock,
  embeddedBroker,
}: Preparation): Promise<Record<string, number>> {
  await createDatabases(adminUrl, passwordOf, { embeddedBroker });
  const ran: Record<string, number> = {};
  for (const app of apps) {
    const { owner } = rolesOf(app);
    ran[app] = await migrate(app, urlAs(adminUrl, owner, passwordOf(owner), app));
  }
  if (movableClock) for (const name of databases) await installMovableClock(adminOf(adminUrl, name));
  if (embeddedBroker) {
    const owner = new pg.Client({
      connectionString: urlAs(adminUrl, 'broker_owner', passwordOf('broker_owner'), 'broker'),
    });
    await owner.connect();
    await createEmbeddedBrokerSchema(owner, 'broker_client');
    await owner.end();
  }
  return ran;
}
