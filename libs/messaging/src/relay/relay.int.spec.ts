import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, testBrokerDatabase, testUnitOfWork } from '#libs/testing';
import pg from 'pg';
import { RecordRefused, type Broker, type OutgoingRecord } from '../brokers/broker.js';
import { openBroker } from '../brokers/open-broker.js';
import { publishAgain } from '../consuming/parking.js';
import { closed, commandOf, newNote, NoteRow, noteDatabase, saveNote } from '../given.js';
import type { MessagingMetrics } from '../observing.js';
import { noMetrics } from '../observing.js';
import { Relay } from './relay.js';

let given: Awaited<ReturnType<typeof noteDatabase>>;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;
const relays: Relay[] = [];

beforeAll(async () => {
  given = await noteDatabase();
  open = await testUnitOfWork(given.database, [NoteRow]);
});
afterAll(async () => {
  await open.close();
  await given.close();
});
beforeEach(async () => void (await given.rows('delete from outbox_pending')));
afterEach(async () => void (await Promise.all(relays.splice(0).map((relay) => relay.stop()))));

interface Sent {
  readonly key: string;
  readonly sequence: number;
}

/** A broker that remembers what it took, and takes what `answer` lets it. */
function rememberingBroker(answer: (records: readonly OutgoingRecord[]) => void = () => undefined) {
  const sent: Sent[] = [];
  const producers = { made: 0, closed: 0 };
  const broker = {
    name: 'embedded',
    async producer() {
      producers.made += 1;
      return {
        async send(records: readonly OutgoingRecord[]) {
          answer(records);
          const first = sent.length;
          for (const { key, headers } of records)
            sent.push({ key, sequence: Number(headers['ce_sequence']) });
          return records.map((_, index) => ({ partition: 0, offset: first + index }));
        },
        close: async () => void (producers.closed += 1),
      };
    },
  } as unknown as Broker;
  const sequencesOf = (key: string) => sent.filter((one) => one.key === key).map((one) => one.sequence);
  return { broker, sent, producers, sequencesOf };
}

function relayTo(broker: Broker, metrics?: MessagingMetrics): Relay {
  const relay = new Relay({
    connectionString: given.database.workerUrl,
    broker,
    app: 'liaison',
    ...(metrics ? { metrics } : {}),
  });
  relays.push(relay);
  return relay;
}

async function write(events = 1): Promise<string> {
  const context = commandOf(randomUUID());
  const published = Array.from({ length: events }, () => closed);
  const note = await open.unitOfWork.command(context, (tx) =>
    saveNote(tx, newNote(), context.actor.organizationId, published),
  );
  return note.id;
}

const addEvents = (id: string, events: number) =>
  open.unitOfWork.worker({}, async (tx) =>
    saveNote(
      tx,
      (await tx.lock(NoteRow, id))!,
      randomUUID(),
      Array.from({ length: events }, () => closed),
    ),
  );
const pending = async () =>
  (
    await given.rows<{ id: string }>(
      'select aggregate_id as id from outbox_pending join event_log using (position) order by position',
    )
  ).map((row) => row.id);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('what is pending', () => {
  it('is published in order and then forgotten', async () => {
    const { broker, sequencesOf } = rememberingBroker();
    const ids = [await write(3), await write(1)];
    relayTo(broker).start();
    await eventually(async () => expect(await pending()).toEqual([]));
    expect(ids.map(sequencesOf)).toEqual([[1, 2, 3], [1]]);
  });

  it('is still found where its transaction commits after later ones were published', async () => {
    const { broker, sequencesOf } = rememberingBroker();
    relayTo(broker).start();
    const slow = newNote();
    let commit!: () => void;
    let written!: () => void;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const context = commandOf(randomUUID());
    const late = open.unitOfWork.command(context, async (tx) => {
      await saveNote(tx, slow, context.actor.organizationId);
      written();
      await mayCommit;
    });
    await isWritten;
    const later = await write();
    await eventually(() => expect(sequencesOf(later)).toEqual([1]));
    expect(sequencesOf(slow.id)).toEqual([]);
    commit();
    await late;
    await eventually(() => expect(sequencesOf(slow.id)).toEqual([1]));
    const positions = await given.rows<{ id: string }>(
      'select aggregate_id as id from event_log where aggregate_id = any ($1) order by position',
      [[slow.id, later]],
    );
    expect(positions.map((row) => row.id)).toEqual([slow.id, later]);
  });

  it('keeps the order of each aggregate while many write at once, over several batches', async () => {
    const { broker, sequencesOf } = rememberingBroker();
    relayTo(broker).start();
    const ids = await Promise.all(Array.from({ length: 10 }, () => write(20)));
    await Promise.all(ids.flatMap((id) => Array.from({ length: 8 }, () => addEvents(id, 10))));
    await eventually(async () => expect(await pending()).toEqual([]));
    for (const id of ids) expect(sequencesOf(id)).toEqual(upTo(100));
  });

  it('is drained in batches where there is more than one batch of it', async () => {
    const { broker, sequencesOf } = rememberingBroker();
    const id = await write(700);
    const other = await write(700);
    relayTo(broker).start();
    await eventually(async () => expect(await pending()).toEqual([]));
    expect([sequencesOf(id), sequencesOf(other)]).toEqual([upTo(700), upTo(700)]);
  });

  it('is published again where its owner is asked for it', async () => {
    const { broker, sequencesOf } = rememberingBroker();
    relayTo(broker).start();
    const id = await write(4);
    await eventually(() => expect(sequencesOf(id)).toEqual([1, 2, 3, 4]));
    await eventually(async () => expect(await pending()).toEqual([]));
    const missing = { aggregateType: 'request', aggregateId: id, fromVersion: 2, toVersion: 3 };
    expect(await open.unitOfWork.worker({}, (tx) => publishAgain(tx, missing))).toBe(2);
    await eventually(() => expect(sequencesOf(id)).toEqual([1, 2, 3, 4, 2, 3]));
  });
});

describe('a second relay', () => {
  it('waits, and takes over when the first is stopped', async () => {
    const first = rememberingBroker();
    const second = rememberingBroker();
    const active = relayTo(first.broker);
    active.start();
    await eventually(() => expect(active.isActive()).toBe(true));
    const waiting = relayTo(second.broker);
    waiting.start();
    const before = await write();
    await eventually(() => expect(first.sequencesOf(before)).toEqual([1]));
    expect([waiting.isActive(), second.sent]).toEqual([false, []]);
    await active.stop();
    const after = await write();
    await eventually(() => expect(second.sequencesOf(after)).toEqual([1]));
    expect([active.isActive(), waiting.isActive(), first.sequencesOf(after)]).toEqual([false, true, []]);
  });

  it('or the first itself goes on where the holder’s session is ended: one is active, nothing is lost', async () => {
    const one = rememberingBroker();
    const other = rememberingBroker();
    const both = [relayTo(one.broker), relayTo(other.broker)];
    both.forEach((relay) => relay.start());
    await eventually(() => expect(both.filter((relay) => relay.isActive())).toHaveLength(1));
    const ids: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      ids.push(await write(3));
      await given.rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'liaison relay' and datname = current_database()`,
      );
      ids.push(await write(3));
    }
    await eventually(async () => expect(await pending()).toEqual([]));
    for (const id of ids) {
      const sequences = [...one.sequencesOf(id), ...other.sequencesOf(id)];
      expect([...new Set(sequences)].sort()).toEqual([1, 2, 3]);
    }
    await eventually(() => expect(both.filter((relay) => relay.isActive())).toHaveLength(1));
  });

  it('never holds the lock beside another one', async () => {
    const relay = relayTo(rememberingBroker().broker);
    relay.start();
    await eventually(() => expect(relay.isActive()).toBe(true));
    const client = new pg.Client({ connectionString: given.database.workerUrl });
    await client.connect();
    const { rows } = await client.query(
      `select pg_try_advisory_lock(hashtextextended('relay ' || 'liaison', 0)) as locked`,
    );
    await client.end();
    expect(rows).toEqual([{ locked: false }]);
  });
});

describe('a broker that fails', () => {
  it('is tried again with a new producer, in order; nothing is lost and nothing left out', async () => {
    let failures = 3;
    const { broker, sequencesOf, producers } = rememberingBroker(() => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('the broker is away');
      }
    });
    const ids = [await write(2), await write(2)];
    relayTo(broker).start();
    await eventually(async () => expect(await pending()).toEqual([]));
    expect(ids.map(sequencesOf)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(producers).toEqual({ made: 4, closed: 3 });
  });

  it('that stored it but did not say so gets it again: twice, never not at all', async () => {
    let unsaid = true;
    const { broker, sent, sequencesOf } = rememberingBroker((records) => {
      if (!unsaid) return;
      unsaid = false;
      for (const { key, headers } of records) sent.push({ key, sequence: Number(headers['ce_sequence']) });
      throw new Error('the answer was lost');
    });
    const id = await write(2);
    relayTo(broker).start();
    await eventually(async () => expect(await pending()).toEqual([]));
    expect(sequencesOf(id)).toEqual([1, 2, 1, 2]);
  });

  it.each([
    ['names the event', true],
    ['does not say which', false],
  ])('for good, and %s, holds back that key only', async (_, named) => {
    const large = await write(1);
    let keysRefused = 0;
    const { broker, sequencesOf } = rememberingBroker((records) => {
      const index = records.findIndex(
        ({ key, headers }) => key === large && headers['ce_sequence'] === '0000000002',
      );
      if (index >= 0) throw new RecordRefused(named ? index : undefined, 'too large');
    });
    await addEvents(large, 2);
    const others = [await write(2), await write(1)];
    relayTo(broker, { ...noMetrics, refused: (keys) => (keysRefused = keys) }).start();
    await eventually(() => expect(others.map(sequencesOf)).toEqual([[1, 2], [1]]));
    const later = await write();
    await eventually(() => expect(sequencesOf(later)).toEqual([1]));
    await eventually(async () => expect(new Set(await pending())).toEqual(new Set([large])));
    expect(sequencesOf(large)).not.toContain(3);
    expect(keysRefused).toBe(1);
  });
});

describe('with the embedded broker', () => {
  it('each event stands once in its topic, with its headers as they were written', async () => {
    const database = await testBrokerDatabase();
    const broker = await openBroker(
      { kind: 'embedded', databaseUrl: database.clientUrl },
      { clientId: 'relay' },
    );
    await broker.createTopics([{ name: 'liaison.request', partitions: 3 }]);
    const relay = relayTo(broker);
    relay.start();
    const ids = await Promise.all(Array.from({ length: 20 }, () => write(5)));
    await eventually(async () => expect(await pending()).toEqual([]));
    await relay.stop();
    const reader = new pg.Client({ connectionString: database.adminUrl });
    await reader.connect();
    const { rows } = await reader.query<{ key: string; sequence: number; id: string }>(
      `select key, (headers->>'ce_sequence')::int as sequence, headers->>'ce_id' as id from record order by partition, record_offset`,
    );
    await reader.end();
    for (const id of ids)
      expect(rows.filter((row) => row.key === id).map((row) => row.sequence)).toEqual([1, 2, 3, 4, 5]);
    const logged = await given.rows<{ id: string }>(
      'select event_id as id from event_log where aggregate_id = any ($1)',
      [ids],
    );
    expect(rows.map((row) => row.id).sort()).toEqual(logged.map((row) => row.id).sort());
    await broker.close();
    await database.drop();
  });
});
