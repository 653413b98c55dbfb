import { rolesOf } from '#libs/messaging';
import { createKeysSchema, keysDatabase, keysOwner, keysRoleOf } from '#libs/sealing';
import pg from 'pg';

/** The apps that have a database of their own. */
export const apps = ['directory', 'consents', 'liaison', 'referrals', 'housing', 'notifications'] as const;
export type AppName = (typeof apps)[number];
/** Those that seal texts: each has a role of its own in the keys database. */
export const appsThatSeal: readonly AppName[] = ['notifications', 'referrals'];

/** Every database that has a time of its own. */
export const databases: readonly string[] = [...apps, keysDatabase];

/** A URL like this one, of another role and database. */
export function urlAs(adminUrl: string, role: string, password: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = password;
  url.pathname = `/${database}`;
  return url.toString();
}

/** Makes a login that owns nothing and may do nothing yet, or gives an existing one this password. */
export async function createRole(admin: pg.ClientBase, role: string, password: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await admin.query(
    `${verb} role ${role} login nosuperuser nocreatedb nocreaterole noinherit nobypassrls password ${pg.escapeLiteral(password)}`,
  );
}

/** Makes a database that its own roles alone may connect to; its owner owns the schema. Returns whether it is new. */
export async function createDatabase(
  adminUrl: string,
  database: string,
  owner: string,
  others: readonly string[],
): Promise<boolean> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await admin.query(`create database ${database} owner ${owner} template template0`);
    await admin.query(
      `revoke all on database ${database} from public;
       grant connect on database ${database} to ${[owner, ...others].join(', ')};
       grant temporary on database ${database} to ${others.join(', ') || owner}`,
    );
    if (rowCount !== 0) return false;
  } finally {
    await admin.end();
  }
  const inside = new pg.Client({ connectionString: adminOf(adminUrl, database) });
  await inside.connect();
  try {
    await inside.query(`alter schema public owner to ${owner}; revoke all on schema public from public`);
    return true;
  } finally {
    await inside.end();
  }
}

export function adminOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/** Passwords by role name; the same ones at every start. */
export type Passwords = (role: string) => string;

/** Roles and databases of every app, of the keys and, where it is used, of the embedded broker. Idempotent. */
export async function createDatabases(
  adminUrl: string,
  passwordOf: Passwords,
  { embeddedBroker }: { readonly embeddedBroker: boolean },
): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const role of [
      ...apps.flatMap((app) => Object.values(rolesOf(app))),
      keysOwner,
      ...appsThatSeal.map(keysRoleOf),
      ...(embeddedBroker ? ['broker_owner', 'broker_client'] : []),
    ]) {
      await createRole(admin, role, passwordOf(role));
    }
  } finally {
    await admin.end();
  }
  for (const app of apps) {
    const roles = rolesOf(app);
    await createDatabase(adminUrl, app, roles.owner, [roles.app, roles.worker]);
  }
  await createDatabase(adminUrl, keysDatabase, keysOwner, appsThatSeal.map(keysRoleOf));
  await prepareKeys(urlAs(adminUrl, keysOwner, passwordOf(keysOwner), keysDatabase));
  if (embeddedBroker) await createDatabase(adminUrl, 'broker', 'broker_owner', ['broker_client']);
}

/** The tables of the keys database, made by its owner. Idempotent. */
export async function prepareKeys(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await createKeysSchema(owner, appsThatSeal);
  } finally {
    await owner.end();
  }
}
