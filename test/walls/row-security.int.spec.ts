import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rolesOf } from '#libs/messaging';
import { testDatabase, type TestDatabase } from '#libs/testing';
import pg from 'pg';
import { migrations as consents } from '../../apps/consents/src/persistence/migrations/index.js';
import { migrations as directory } from '../../apps/directory/src/persistence/migrations/index.js';
import { migrations as housing } from '../../apps/housing/src/persistence/migrations/index.js';
import { migrations as liaison } from '../../apps/liaison/src/persistence/migrations/index.js';
import { migrations as notifications } from '../../apps/notifications/src/persistence/migrations/index.js';
import { migrations as referrals } from '../../apps/referrals/src/persistence/migrations/index.js';
import { apps } from '../../infra/postgres/databases.js';

const migrationsOf = { directory, consents, liaison, referrals, housing, notifications };

/** TypeORM's own, and the clock of test databases: no role of an app reads the first, the second holds one number. */
const outside = ['migrations', 'hub_clock'];

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function column(
  client: pg.Client,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<string[]> {
  const { rows } = await client.query<string[]>({ text: sql, values: [...parameters], rowMode: 'array' });
  return rows.map(([first]) => first!);
}

const tablesOf = (admin: pg.Client) =>
  column(
    admin,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and relname <> all ($1) order by 1`,
    [outside],
  );

/** Tables where a row could be read around row level security: it is off, not forced, without a policy, or behind a view. */
const unwalled = (admin: pg.Client) =>
  column(
    admin,
    `select relname from pg_class
     where relnamespace = 'public'::regnamespace and relname <> all ($1)
       and (relkind in ('v', 'm', 'f')
            or relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity
              and exists (select from pg_policy where polrelid = pg_class.oid)))
     order by 1`,
    [outside],
  );

/** Tables whose rows this role may see with no organization named. */
async function readableByNobody(admin: pg.Client, asApp: pg.Client, app: string): Promise<string[]> {
  const readable = await column(
    admin,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
       and relname <> all ($1) and has_any_column_privilege($2, oid, 'select') order by 1`,
    [outside, rolesOf(app).app],
  );
  expect(readable.length).toBeGreaterThan(0);
  const seen: string[] = [];
  for (const table of readable) {
    const { rowCount } = await asApp.query(`select from ${table} limit 1`);
    if (rowCount !== 0) seen.push(table);
  }
  return seen;
}

/** Functions that would act as another role, or with row level security or triggers off. */
const wayOut = (admin: pg.Client) =>
  column(
    admin,
    `select proname from pg_proc where pronamespace = 'public'::regnamespace
       and (prosrc || coalesce(array_to_string(proconfig, ' '), '')) ~* 'row_security|session_replication_role|set\\s+(local\\s+|session\\s+)?role\\M|session\\s+authorization'
     order by 1`,
  );

const sleepingTriggers = (admin: pg.Client) =>
  column(
    admin,
    `select tgname || ' ' || tgrelid::regclass from pg_trigger where not tgisinternal and tgenabled <> 'O' order by 1`,
  );

/** In place of every id: also the one that stands for every organization, so that a planted row is as visible as can be. */
const anyId = '00000000-0000-0000-0000-000000000000';
const values: Readonly<Record<string, string>> = {
  uuid: anyId,
  text: 'text',
  int4: '1',
  int8: '1',
  float8: '1',
  numeric: '1',
  bool: 'true',
  timestamptz: '2026-01-15T03:10:00Z',
  date: '2026-01-15',
  json: '{}',
  jsonb: '{}',
  bytea: '\\x00',
  _uuid: `{${anyId}}`,
  _text: '{text}',
  _int8: '{1}',
};

/** Puts a row into each table, past triggers, foreign keys and checks; returns those that took none. */
async function plant(admin: pg.Client, tables: readonly string[]): Promise<string[]> {
  const bare: string[] = [];
  const checks = await column(
    admin,
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace`,
  );
  for (const check of checks) await admin.query(check);
  await admin.query('set session_replication_role = replica');
  for (const table of tables) {
    const { rows } = await admin.query<{ name: string; type: string }>(
      `select attname as name, typname as type from pg_attribute join pg_type on pg_type.oid = atttypid
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''`,
      [table],
    );
    const names = rows.map((row) => row.name);
    const places = names.map((_, index) => `$${index + 1}`);
    await admin
      .query(
        `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
        rows.map((row) => values[row.type] ?? null),
      )
      .catch(() => undefined);
    const { rowCount } = await admin.query(`select from ${table} limit 1`);
    if (rowCount === 0) bare.push(table);
  }
  await admin.query('set session_replication_role = origin');
  return bare;
}

describe.each(apps)('the database of %s (R65)', (app) => {
  const roles = rolesOf(app);
  let database: TestDatabase;
  let admin: pg.Client;
  let asApp: pg.Client;

  beforeAll(async () => {
    database = await testDatabase(app, migrationsOf[app]);
    admin = await connect(database.adminUrl);
    asApp = await connect(database.appUrl);
  });
  afterAll(async () => {
    await asApp.end();
    await admin.end();
    await database.drop();
  });

  it('has row level security, forced, on every table, and no view', async () => {
    expect(await tablesOf(admin)).toEqual(expect.arrayContaining(['party', 'event_log', 'idempotency_key']));
    expect(await unwalled(admin)).toEqual([]);
  });

  it('has roles that own nothing, belong to no other role, and stand above no wall', async () => {
    const { rows } = await admin.query(
      `select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
              exists (select from pg_auth_members where member = pg_roles.oid) as member
       from pg_roles where rolname = any ($1) order by 1`,
      [[roles.app, roles.worker]],
    );
    const none = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      member: false,
    };
    expect(rows).toEqual([
      { rolname: roles.app, ...none },
      { rolname: roles.worker, ...none },
    ]);
    const owned = await admin.query(
      `select from pg_shdepend where deptype = 'o' and refclassid = 'pg_authid'::regclass
         and refobjid in (select oid from pg_roles where rolname = any ($1))`,
      [[roles.app, roles.worker]],
    );
    expect(owned.rowCount).toBe(0);
  });

  it('lets no role of the app empty a table, make one, or switch its triggers', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select relname as name from pg_class, unnest($1::text[]) as role
       where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(role, pg_class.oid, 'truncate, trigger, references')`,
      [[roles.app, roles.worker]],
    );
    expect(rows).toEqual([]);
    await expect(asApp.query('create table mine (id int)')).rejects.toThrow('permission denied');
    await expect(asApp.query('set session_replication_role = replica')).rejects.toThrow('permission denied');
  });

  it('has no function of its owner that could be led astray by a search path', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
         and not coalesce(array_to_string(proconfig, ' ') like '%search_path=%', false)`,
    );
    expect(rows).toEqual([]);
  });

  it('has no function that leaves a role or a wall, and every trigger of the audit on (R65, R17)', async () => {
    expect(await wayOut(admin)).toEqual([]);
    expect(await sleepingTriggers(admin)).toEqual([]);
    const { rows } = await admin.query<{ name: string }>(
      `select tgname || ' ' || tgrelid::regclass as name from pg_trigger where not tgisinternal order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'append_only audit_chain',
        'append_only audit_log',
        'append_only event_log',
        'chained_later audit_log',
      ]),
    );
  });

  it('shows nothing to nobody: without an organization the app sees no row of any table', async () => {
    expect(await plant(admin, await tablesOf(admin))).toEqual([]);
    expect(await readableByNobody(admin, asApp, app)).toEqual([]);
    await asApp.query(`set hub.organization = ''`);
    expect(await readableByNobody(admin, asApp, app)).toEqual([]);
    // The same rows are there for the one they belong to: it is the wall that hid them.
    await asApp.query(`set hub.organization = '${randomUUID()}'`);
    expect(await readableByNobody(admin, asApp, app)).toContain('party');
    await asApp.query('reset hub.organization');
  });

  it('shows to one organization nothing that belongs to another', async () => {
    await asApp.query(`set hub.organization = '${randomUUID()}'`);
    const owned = await column(
      admin,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'party'
         and exists (select from pg_policy where polrelid = pg_class.oid and polname = 'by_organization' and polcmd = '*'
                     and pg_get_expr(polqual, polrelid) like '%organization_id = hub_organization()%')
         and has_table_privilege($1, oid, 'select')`,
      [roles.app],
    );
    expect(owned).toContain('idempotency_key');
    for (const table of owned) {
      const { rowCount } = await asApp.query(`select from ${table}`);
      expect({ table, rowCount }).toEqual({ table, rowCount: 0 });
    }
    await asApp.query('reset hub.organization');
  });
});

describe('the same checks', () => {
  it.each([
    ['without row security', ''],
    ['with row security that is not forced', 'alter table careless enable row level security;'],
    [
      'with row security and no policy',
      'alter table careless enable row level security; alter table careless force row level security;',
    ],
  ])('catch a table %s', async (_, change) => {
    const database = await testDatabase('liaison', liaison);
    const admin = await connect(database.adminUrl);
    const owner = await connect(database.ownerUrl);
    await owner.query(`create table careless (id uuid); ${change}`);
    expect(await unwalled(admin)).toEqual(['careless']);
    await owner.end();
    await admin.end();
    await database.drop();
  });

  it('catch a function that steps around the wall, and a trigger that was switched off', async () => {
    const database = await testDatabase('liaison', liaison);
    const admin = await connect(database.adminUrl);
    const owner = await connect(database.ownerUrl);
    await owner.query(`
      create function around() returns bigint language plpgsql set row_security = off as $$ begin return (select count(*) from liaison_request); end $$;
      create function above() returns void language plpgsql as $$ begin set local role liaison_owner; end $$;
      alter table audit_log disable trigger append_only`);
    expect(await wayOut(admin)).toEqual(['above', 'around']);
    expect(await sleepingTriggers(admin)).toEqual(['append_only audit_log']);
    await owner.end();
    await admin.end();
    await database.drop();
  });

  it('catch a table that shows its rows to nobody in particular, and a view around the wall', async () => {
    const database = await testDatabase('liaison', liaison);
    const admin = await connect(database.adminUrl);
    const owner = await connect(database.ownerUrl);
    const asApp = await connect(database.appUrl);
    await owner.query(`
      create table careless (id uuid);
      create table generous (id uuid);
      alter table generous enable row level security;
      alter table generous force row level security;
      create policy by_anyone on generous using (true);
      create view around as select * from liaison_request;
      grant select on careless, generous, around to liaison_app`);
    expect(await plant(admin, await tablesOf(admin))).toEqual([]);
    expect(await unwalled(admin)).toEqual(['around', 'careless']);
    expect(await readableByNobody(admin, asApp, 'liaison')).toEqual(['around', 'careless', 'generous']);
    await asApp.end();
    await owner.end();
    await admin.end();
    await database.drop();
  });
});
