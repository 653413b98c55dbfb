import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testBrokerDatabase } from '#libs/testing';
import pg from 'pg';
import type { Broker } from './broker.js';
import { embeddedBroker } from './embedded.broker.js';

let database: Awaited<ReturnType<typeof testBrokerDatabase>>;
let admin: pg.Client;
let broker: Broker;

beforeAll(async () => {
  database = await testBrokerDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  broker = embeddedBroker({ connectionString: database.clientUrl });
  await broker.createTopics([
    { name: 'fleeting', partitions: 1, retentionMinutes: 60 },
    { name: 'kept', partitions: 1 },
  ]);
});
afterAll(async () => {
  await broker.close();
  await admin.end();
  await database.drop();
});

const send = async (topic: string) => {
  const producer = await broker.producer();
  await producer.send([{ topic, key: 'key', headers: {}, value: '{}' }]);
  await producer.close();
};
const offsetsOf = async (topic: string) => {
  const offsets: number[] = [];
  await broker.contents(topic, async (records) => void offsets.push(...records.map(({ offset }) => offset)));
  return offsets;
};

it('a topic with a retention loses what is older, goes on from its offsets, and others keep all', async () => {
  for (const topic of ['fleeting', 'fleeting', 'kept']) await send(topic);
  await admin.query(`update record set appended_at = now() - interval '61 minutes' where record_offset = 0`);
  for (const topic of ['fleeting', 'kept']) await send(topic);
  expect(await offsetsOf('fleeting')).toEqual([1, 2]);
  expect(await offsetsOf('kept')).toEqual([0, 1]);
  expect(await broker.lag('newcomer', ['fleeting'])).toEqual([
    { topic: 'fleeting', partition: 0, records: 2 },
  ]);
});

it('a client of the broker may delete nothing itself', async () => {
  const client = new pg.Client({ connectionString: database.clientUrl });
  await client.connect();
  await expect(client.query('delete from record')).rejects.toThrow('permission denied');
  await client.query(`select drop_expired_records('kept')`);
  await client.end();
  expect(await offsetsOf('kept')).toEqual([0, 1]);
});
