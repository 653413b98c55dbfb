import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { HubTransport } from '#libs/messaging';
import { eventually, testApp } from '#libs/testing';
import pg from 'pg';
import { LiaisonModule } from '../../apps/liaison/src/liaison.module.js';
import { migrations } from '../../apps/liaison/src/persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
let database: pg.Client;

beforeAll(async () => {
  app = await testApp('liaison', { module: LiaisonModule, migrations });
  await app.nest.listen(0, '127.0.0.1');
  database = new pg.Client({ connectionString: app.database.adminUrl });
  await database.connect();
});

describe('an app that is ended', () => {
  it('leaves its group at once, for the other instances, and still answers what is under way', async () => {
    const transport = app.nest.get(HubTransport);
    await eventually(() => expect(transport.isJoined()).toBe(true));
    await database.query('begin; lock table liaison_request in access exclusive mode');
    const { port } = app.nest.getHttpServer().address() as { port: number };
    const token = await app.issuer.token({ organization: randomUUID(), role: 'ngo_worker' });
    const answer = fetch(`http://127.0.0.1:${port}/v1/liaison-requests`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await eventually(async () => {
      const { rows } = await database.query(
        `select from pg_locks
         where not granted and locktype = 'relation'
           and database = (select oid from pg_database where datname = current_database())`,
      );
      expect(rows).toHaveLength(1);
    });
    const ended = app.close();
    await eventually(() => expect(transport.isJoined()).toBe(false), { timeoutMilliseconds: 5_000 });
    await database.query('rollback');
    await database.end();
    expect((await answer).status).toBe(200);
    await ended;
  }, 60_000);
});
