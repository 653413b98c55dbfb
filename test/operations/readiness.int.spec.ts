import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRegistered } from '#libs/contracts';
import { eventually, recordAs, testApp } from '#libs/testing';
import pg from 'pg';
import { LiaisonModule } from '../../apps/liaison/src/liaison.module.js';
import { migrations } from '../../apps/liaison/src/persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
let database: pg.Client;
const { topic, aggregate, type, examples } = OrganizationRegistered;

beforeAll(async () => {
  app = await testApp('liaison', { module: LiaisonModule, migrations });
  database = new pg.Client({ connectionString: app.database.adminUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await app.close();
});

const readiness = () => app.call('GET', '/health/ready', null);
const serving = () => app.call('GET', '/health/serving', null);

describe('readiness', () => {
  it('turns red on lag, says how much, and turns green when the consumer has caught up', async () => {
    await eventually(async () => expect((await readiness()).status).toBe(200));
    await database.query('begin; lock table consumer_cursor in access exclusive mode');
    const producer = await app.broker.producer();
    const record = () => recordAs({ type, topic, aggregate, subject: randomUUID(), data: examples[0] });
    for (let sent = 0; sent < 10_500; sent += 1_500)
      await producer.send(Array.from({ length: 1_500 }, record));
    await producer.close();
    await eventually(async () =>
      expect(await readiness()).toMatchObject({
        status: 503,
        body: { checks: { error: { consumer: { lagRecords: 10_500, lagRecordsMax: 10_000 } } } },
      }),
    );
    await database.query('rollback');
    await eventually(async () => expect((await readiness()).status).toBe(200), {
      timeoutMilliseconds: 40_000,
    });
  }, 60_000);

  it('a broker that is away turns it red, and closes nothing: the app still serves', async () => {
    await eventually(async () => expect((await readiness()).status).toBe(200));
    const broker = new pg.Client({ connectionString: app.brokerDatabase.adminUrl });
    await broker.connect();
    const name = (await broker.query<{ name: string }>('select current_database() as name')).rows[0]!.name;
    // Only a superuser gets in, who is the one that asks.
    await broker.query(`alter database ${name} connection limit 0`);
    await broker.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [name],
    );
    await eventually(async () => expect((await readiness()).status).toBe(503));
    expect(await serving()).toMatchObject({ status: 200, body: { info: { database: { status: 'up' } } } });
    await broker.query(`alter database ${name} connection limit -1`);
    await broker.end();
    await eventually(async () => expect((await readiness()).status).toBe(200), {
      timeoutMilliseconds: 20_000,
    });
  }, 60_000);
});
