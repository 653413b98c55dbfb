import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as codes from '#libs/codes';
import { contracts, type Contract } from '#libs/contracts';
import { refusal } from '#libs/kernel';
import { testBrokerDatabase, testDatabase, testKeysDatabase } from '#libs/testing';
import pg from 'pg';
import { apps, type AppName } from '../../infra/postgres/databases.js';
import { allowed, cooperationIn, saidBy, type Said } from './cooperation.js';

const root = process.cwd();
const document = (name: string): unknown => JSON.parse(readFileSync(join(root, 'docs', name), 'utf8'));
type Migrations = Parameters<typeof testDatabase>[1];

async function migrationsOf(app: AppName): Promise<Migrations> {
  const path = `../../apps/${app}/src/persistence/migrations/index.js`;
  return ((await import(path)) as { migrations: Migrations }).migrations;
}

/** Names and texts of a database: tables, columns, constraints, defaults, enums, functions, policies, triggers, indexes, comments. */
async function saidByDatabase(admin: pg.Client, app: string): Promise<Said[]> {
  const { rows } = await admin.query<{ place: string; text: string }>(`
    with relation as (
      select oid, relname from pg_class where relnamespace = 'public'::regnamespace)
    select 'table or index ' || relname as place, relname::text as text from relation
    union all
    select 'column ' || relname || '.' || attname, attname from pg_attribute
      join relation on relation.oid = attrelid where attnum > 0 and not attisdropped
    union all
    select 'default of ' || relname, pg_get_expr(adbin, adrelid) from pg_attrdef join relation on relation.oid = adrelid
    union all
    select 'constraint ' || conname, conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace
    union all
    select 'enum ' || typname, typname || ' ' || enumlabel from pg_enum join pg_type on pg_type.oid = enumtypid
    union all
    select 'function ' || proname, pg_get_functiondef(oid) from pg_proc
      where pronamespace = 'public'::regnamespace and prokind = 'f'
    union all
    select 'policy ' || polname, concat_ws(' ', polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      from pg_policy
    union all
    select 'trigger ' || tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all
    select 'index ' || indexname, indexdef from pg_indexes where schemaname = 'public'
    union all
    select 'comment', description from pg_description join relation on relation.oid = objoid`);
  return rows.map(({ place, text }) => ({ place: `${app}: ${place}`, text }));
}

/** The databases that belong to no app. */
const beside = { keys: testKeysDatabase, broker: testBrokerDatabase };
const isApp = (name: string): name is AppName => (apps as readonly string[]).includes(name);

/** A database of this app, migrated, or one beside the apps, with this change; what it says. */
async function databaseOf(name: AppName | keyof typeof beside, change = ''): Promise<Said[]> {
  const database = isApp(name) ? await testDatabase(name, await migrationsOf(name)) : await beside[name]();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    await admin.query(change);
    return await saidByDatabase(admin, name);
  } finally {
    await admin.end();
    await database.drop();
  }
}

async function refusals(): Promise<Said[]> {
  const files = globSync(['apps/*/src/**/refusals.ts', 'libs/*/src/**/{refusals,generic}.ts'], { cwd: root });
  expect(files.length).toBeGreaterThan(4);
  const modules = await Promise.all(
    files.map(async (file) => saidBy({ ...((await import(join(root, file))) as object) }, file)),
  );
  return modules.flat();
}

const used = new Set<(typeof allowed)[number]>();
const contractsSay = (all: readonly Contract[]) =>
  all.flatMap((contract) => saidBy(JSON.parse(JSON.stringify(contract)), contract.type));

describe('nothing asks whether a person cooperates with police, prosecution or enforcement (R1, R3)', () => {
  it('in no path, parameter, field, code, operation or description of the HTTP interface, English or French', () => {
    const said = saidBy(document('openapi.json'), 'openapi');
    expect(said.length).toBeGreaterThan(5_000);
    expect(cooperationIn(said, used)).toEqual([]);
  });

  it('in no event: type, topic, field, example, description', () => {
    expect(cooperationIn(contractsSay(contracts), used)).toEqual([]);
    expect(cooperationIn(saidBy(document('asyncapi.json'), 'asyncapi'), used)).toEqual([]);
  });

  it('in no list of codes in either language, and in no rule data: routing, clocks, limits, calendars', () => {
    const lists = Object.entries(codes).filter(([, value]) => typeof value === 'object');
    expect(lists.map(([name]) => name)).toEqual(
      expect.arrayContaining(['routingTable', 'organizationTypes']),
    );
    const said = lists.flatMap(([name, value]) => saidBy(value, name));
    expect(said.length).toBeGreaterThan(500);
    expect(cooperationIn(said, used)).toEqual([]);
  });

  it('in no refusal: code and titles in both languages', async () => {
    const said = await refusals();
    expect(said.filter(({ text }) => /^[a-z-]+\/[a-z-]+$/.test(text)).length).toBeGreaterThan(50);
    expect(cooperationIn(said, used)).toEqual([]);
  });

  it.each(apps)(
    'in no table, column, constraint, state, function or policy of the database of %s',
    async (app) => {
      const said = await databaseOf(app);
      expect(said.length).toBeGreaterThan(100);
      expect(cooperationIn(said, used)).toEqual([]);
    },
    60_000,
  );

  it.each([
    ['keys', 'column subject_key.wrapped_key'],
    ['broker', 'column record.headers'],
  ] as const)(
    'nor in any of the database of the %s',
    async (database, place) => {
      const said = await databaseOf(database);
      expect(said.map((one) => one.place)).toContain(`${database}: ${place}`);
      expect(cooperationIn(said, used)).toEqual([]);
    },
    60_000,
  );

  it('and what may be said nevertheless is needed, and says why', () => {
    const bySource = allowed.filter(({ place }) => place?.source.includes('libs'));
    expect(allowed.filter((one) => !used.has(one) && !bySource.includes(one))).toEqual([]);
    for (const { because } of allowed) expect(because.length).toBeGreaterThan(20);
  });
});

describe('what is planted is caught', () => {
  const caught = (said: readonly Said[]) => cooperationIn(said).map(({ place }) => place);

  it.each([
    ['a path', { paths: { '/v1/police-reports': {} } }],
    ['a parameter', { parameters: [{ name: 'willingToTestify' }] }],
    ['a field', { properties: { cooperatesWithAuthorities: {} } }],
    ['a field in French', { properties: { temoignageAccepte: {} } }],
    ['a value of an enum', { enum: ['active', 'co-operating'] }],
    ['an operation', { operationId: 'WitnessStatements_file' }],
    ['a description', { description: 'Whether the person will press charges' }],
    ['a description in French', { description: 'La personne a porté plainte' }],
    ['a description of enforcement', { description: 'Collabore avec l’Agence des services frontaliers' }],
    ['a condition of prosecution', { description: 'Ends with the prosecution' }],
    ['a score', { properties: { credibility: {} } }],
  ])('in the HTTP interface: %s', (_, planted) => {
    expect(caught(saidBy({ ...(document('openapi.json') as object), planted }, 'openapi'))).toEqual([
      expect.stringContaining('openapi/planted'),
    ]);
  });

  it('in an event, a list of codes, rule data and a refusal', () => {
    const [contract] = contracts;
    const description = { en: 'The person agreed to testify.', fr: 'La personne a accepté de témoigner.' };
    expect(caught(contractsSay([{ ...contract!, description }]))).toHaveLength(2);
    const list = codes.codeList('planted', '2026-11-01', [['no_statement', 'No', 'Refuse de dénoncer']]);
    expect(caught(saidBy(list, 'planted'))).toEqual(['planted/codes/0/label/fr']);
    expect(caught(saidBy({ responseMinutes: { cooperative: 30 } }, 'rules'))).toEqual([
      'rules/responseMinutes/cooperative',
    ]);
    const planted = refusal('referral/not-cooperating', 'conflict', 'No.', 'Une enquête est en cours.');
    expect(caught(saidBy({ planted }, 'refusals'))).toEqual([
      'refusals/planted/code',
      'refusals/planted/titles/fr',
    ]);
  });

  it.each([
    ['a table', 'create table police_report (id uuid)'],
    ['a column', 'alter table referral add willing_to_testify boolean'],
    ['a state in a check', `alter table referral add check (status <> 'awaiting_cooperation')`],
    ['a default', `alter table referral add standing text default 'temoin'`],
    ['a value of an enum', `create type standing as enum ('none', 'informant')`],
    [
      'a rule in a function',
      `create function rank() returns int language sql as $$ select case 'x' when 'cooperating' then 1 end $$`,
    ],
    ['an index', `create index by_credibility on referral (id)`],
    ['a comment', `comment on table referral is 'Only after a statement to police'`],
  ])(
    'in a database: %s',
    async (_, change) => {
      const found = caught(await databaseOf('referrals', change));
      expect(found.length).toBeGreaterThan(0);
    },
    60_000,
  );

  it.each([
    ['keys', 'a column', 'alter table subject_key add kept_for_prosecution boolean'],
    ['keys', 'a state in a check', `alter table subject_key add check (app <> 'police')`],
    ['broker', 'a table', 'create table police_group (name text)'],
    ['broker', 'a default', `alter table record alter key set default 'witness'`],
  ] as const)('in the database of the %s: %s', async (database, _, change) => {
    expect(caught(await databaseOf(database, change)).length).toBeGreaterThan(0);
  });

  it('and no more than that: words that only look alike are none of them', () => {
    for (const text of [
      'policies',
      'PLAINTEXT',
      'information',
      'accusé de réception',
      'operation',
      'conditionality',
    ])
      expect({ text, words: cooperationIn([{ place: 'anywhere', text }]) }).toEqual({ text, words: [] });
    // The type of an organization is allowed where it stands, not elsewhere.
    expect(caught([{ place: 'organization-type', text: 'police' }])).toEqual([]);
    expect(caught([{ place: 'referral/state', text: 'police' }])).toEqual(['referral/state']);
  });
});
