import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RequestClosed } from '#libs/contracts';
import { eventually, testBrokerDatabase, testUnitOfWork } from '#libs/testing';
import pg from 'pg';
import type { Broker } from '../brokers/broker.js';
import { openBroker } from '../brokers/open-broker.js';
import { Consumer } from '../consuming/consumer.js';
import { closed, commandOf, newNote, NoteRow, noteDatabase, saveNote } from '../given.js';
import { Relay } from '../relay/relay.js';
import { publishMissing, readAgain, replay } from './reconcile.js';

const { topic } = RequestClosed;
const operator = { name: 'an operator', reason: 'the broker lost its disk' };

let given: Awaited<ReturnType<typeof noteDatabase>>;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;
let brokerDatabase: Awaited<ReturnType<typeof testBrokerDatabase>>;
let records: pg.Client;
let broker: Broker;
let relay: Relay;

beforeEach(async () => {
  given = await noteDatabase();
  open = await testUnitOfWork(given.database, [NoteRow]);
  brokerDatabase = await testBrokerDatabase();
  records = new pg.Client({ connectionString: brokerDatabase.adminUrl });
  await records.connect();
  broker = await openBroker(
    { kind: 'embedded', databaseUrl: brokerDatabase.clientUrl },
    { clientId: 'test' },
  );
  await broker.createTopics([{ name: topic, partitions: 2 }]);
  relay = new Relay({ connectionString: given.database.workerUrl, broker, app: 'liaison' });
  relay.start();
});
afterEach(async () => {
  await relay.stop();
  await broker.close();
  await records.end();
  await brokerDatabase.drop();
  await open.close();
  await given.close();
});

/** A note with so many events, all of them published. */
async function published(events: number): Promise<string> {
  const context = commandOf(randomUUID());
  const note = await open.unitOfWork.command(context, (tx) =>
    saveNote(
      tx,
      newNote(),
      context.actor.organizationId,
      Array.from({ length: events }, () => closed),
    ),
  );
  await untilPublished();
  return note.id;
}
const untilPublished = () =>
  eventually(async () => expect(await given.rows('select from outbox_pending')).toEqual([]));
/** Versions of this key in the topic, in its order. */
async function inTopic(key: string): Promise<number[]> {
  const versions: number[] = [];
  await broker.contents(topic, async (found) => {
    for (const record of found)
      if (String(record.key) === key) versions.push(Number(record.headers['ce_sequence']));
  });
  return versions;
}
const loseRecords = (key: string, versions: readonly number[]) =>
  records.query(`delete from record where key = $1 and (headers->>'ce_sequence')::int = any ($2)`, [
    key,
    versions,
  ]);
const audited = () =>
  given.rows<{ action: string; subject_id: string; note: string }>(
    `select action, subject_id, note from audit_log where role = 'operator' order by id`,
  );

describe('an owner', () => {
  it('publishes again what its topic has lost, and nothing else (messaging.md 6)', async () => {
    const [whole, holed, gone] = [await published(2), await published(3), await published(2)];
    await loseRecords(holed, [2]);
    await loseRecords(gone, [1, 2]);
    expect(await publishMissing(open.unitOfWork, broker, operator)).toEqual([
      { topic, logged: 7, missing: 3 },
    ]);
    await untilPublished();
    expect(await inTopic(whole)).toEqual([1, 2]);
    expect(await inTopic(holed)).toEqual([1, 3, 2]);
    expect(await inTopic(gone)).toEqual([1, 2]);
    expect(await audited()).toEqual([
      {
        action: 'missing-events-published',
        subject_id: '3',
        note: 'an operator: the broker lost its disk',
      },
    ]);
    expect(await publishMissing(open.unitOfWork, broker, operator)).toEqual([
      { topic, logged: 7, missing: 0 },
    ]);
  });

  it('does not take what still waits for its relay for missing', async () => {
    await relay.stop();
    const context = commandOf(randomUUID());
    await open.unitOfWork.command(context, (tx) => saveNote(tx, newNote(), context.actor.organizationId));
    expect(await publishMissing(open.unitOfWork, broker, operator)).toEqual([]);
    expect(await given.rows('select from outbox_pending')).toHaveLength(1);
  });

  it('replays one aggregate between two versions, or everything of a time', async () => {
    const [one, other] = [await published(4), await published(1)];
    const window = { topic, key: null, fromVersion: null, toVersion: null, from: null, to: null };
    const again = (change: Partial<Parameters<typeof replay>[1]>) =>
      open.unitOfWork.worker({}, (tx) => replay(tx, { ...window, ...change }, operator));
    expect(await again({ key: one, fromVersion: 2, toVersion: 3 })).toBe(2);
    await untilPublished();
    expect(await inTopic(one)).toEqual([1, 2, 3, 4, 2, 3]);
    expect(await again({ from: new Date(Date.now() - 60_000), to: new Date() })).toBe(5);
    await untilPublished();
    expect(await inTopic(other)).toEqual([1, 1]);
    expect(await again({ to: new Date(Date.now() - 60_000) })).toBe(0);
    expect((await audited()).map(({ action }) => action)).toEqual(Array(3).fill('events-replayed'));
  });
});

describe('a consumer', () => {
  it('reads its topics again and applies only what it does not have, a last event too', async () => {
    const [one, other] = [await published(3), await published(1)];
    const applied: string[] = [];
    const consumer = `consumer-${randomUUID()}`;
    const again = () =>
      readAgain(
        {
          topics: [topic],
          consumerWith: (metrics) =>
            new Consumer({
              consumer,
              unitOfWork: open.unitOfWork,
              handlerOf: () => async (event) => void applied.push(`${event.subject} ${event.sequence}`),
              metrics,
            }),
        },
        { unitOfWork: open.unitOfWork, broker, operator },
      );
    expect(await again()).toEqual([{ topic, read: 4, caughtUp: 4 }]);
    expect(applied.filter((name) => name.startsWith(one))).toEqual([1, 2, 3].map((n) => `${one} ${n}`));
    const last = await published(1);
    expect(await again()).toEqual([{ topic, read: 5, caughtUp: 1 }]);
    expect(applied.filter((name) => name.startsWith(last) || name.startsWith(other))).toEqual([
      `${other} 1`,
      `${last} 1`,
    ]);
    expect(await audited()).toMatchObject(Array(2).fill({ action: 'topics-read-again', subject_id: topic }));
  });
});
