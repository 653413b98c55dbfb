import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsentsHeartbeat, GapFound, RequestClosed } from '#libs/contracts';
import { fastestMilliseconds, testUnitOfWork } from '#libs/testing';
import type { Batch, IncomingRecord } from '../brokers/broker.js';
import { newNote, NoteRow, noteDatabase, recordOf, saveNote } from '../given.js';
import { noMetrics, type Outcome } from '../observing.js';
import type { Tx } from '../tx/tx.js';
import { Consumer, type EventHandler } from './consumer.js';
import type { HubEvent } from './hub-event.js';
import { release, skip } from './parking.js';

const topic = 'liaison.request';
const operator = { name: 'an operator', reason: 'the sender mended it' };

let given: Awaited<ReturnType<typeof noteDatabase>>;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;
/** The consuming app of one test: no test sees another's cursors. */
let name: string;
let consumer: Consumer;
let outcomes: Outcome[];
/** What happens to an event beside its effect. */
let meanwhile: (event: HubEvent, tx: Tx) => Promise<void> | void;
let offset = 0;

beforeAll(async () => {
  given = await noteDatabase();
  open = await testUnitOfWork(given.database, [NoteRow]);
});
afterAll(async () => {
  await open.close();
  await given.close();
});
beforeEach(() => {
  name = `consumer-${randomUUID()}`;
  outcomes = [];
  meanwhile = () => undefined;
  consumer = consumerWith(apply);
});

function consumerWith(handler: EventHandler): Consumer {
  return new Consumer({
    consumer: name,
    unitOfWork: open.unitOfWork,
    handlerOf: (type) => (type === RequestClosed.type ? handler : undefined),
    metrics: { ...noMetrics, consumed: (_, outcome) => void outcomes.push(outcome) },
  });
}

/** The effect of an event: a note that names it. Written before anything can go wrong. */
const apply: EventHandler = async (event, tx) => {
  await saveNote(tx, newNote(`${name} ${event.subject} ${event.sequence}`), randomUUID());
  await meanwhile(event, tx);
};

/** The versions of this subject that took effect here, in the order in which they did. */
async function appliedOf(subject: string): Promise<number[]> {
  const notes = await given.rows<{ sequence: number }>(
    `select split_part(text, ' ', 3)::int as sequence
     from note join event_log on aggregate_id = note.id where text like $1 order by position`,
    [`${name} ${subject} %`],
  );
  return notes.map((note) => note.sequence);
}

const cursorOf = async (subject: string) =>
  (
    await given.rows<{ last: number }>(
      'select last_version as last from consumer_cursor where consumer = $1 and aggregate_id = $2',
      [name, subject],
    )
  )[0]?.last ?? 0;
const blocked = async () =>
  given.rows<{ key: string; reason: string; error_code: string }>(
    'select key, reason, error_code from blocked_key where consumer = $1 order by key',
    [name],
  );
const parkedOf = async (key: string) =>
  (
    await given.rows<{ sequence: string | null }>(
      'select sequence from parked_event where consumer = $1 and key = $2 order by sequence nulls first',
      [name, key],
    )
  ).map(({ sequence }) => (sequence === null ? null : Number(sequence)));

const event = (subject: string, sequence: number, change: Parameters<typeof recordOf>[3] = {}) =>
  recordOf(subject, sequence, (offset += 1), change);

function batchOf(records: readonly IncomingRecord[], isStale = () => false): Batch {
  return { topic, partition: 0, records, isStale, heartbeat: async () => undefined };
}

/** Hands the records over as one batch, and again from where the consumer said, until it has taken all. */
async function hear(...records: readonly IncomingRecord[]): Promise<void> {
  let rest = records;
  for (let round = 0; rest.length > 0; round += 1) {
    if (round > 100) throw new Error('The consumer does not come to the end.');
    const { nextOffset } = await consumer.handle(batchOf(rest));
    rest = rest.filter((record) => record.offset >= nextOffset);
  }
}

const releaseKey = (key: string) =>
  open.unitOfWork.worker({}, (tx) =>
    release(tx, name, { topic, key }, operator, (parked) => consumer.takeParked(tx, parked)),
  );
const skipFirst = (key: string) =>
  open.unitOfWork.worker({}, (tx) => skip(tx, name, { topic, key }, operator));

describe('a fleeting event', () => {
  it('has no versions: each takes effect, none moves a cursor, and one that fails holds nothing up', async () => {
    const heard: string[] = [];
    const listening = new Consumer({
      consumer: name,
      unitOfWork: open.unitOfWork,
      handlerOf: () => async (one) => {
        heard.push(one.subject);
        if (heard.length === 2) throw new Error('It cannot be handled.');
      },
    });
    const subjects = [randomUUID(), randomUUID(), randomUUID()];
    const records = subjects.map((subject) => event(subject, 1, { contract: ConsentsHeartbeat }));
    for (const record of [...records, records[0]!]) await listening.handle(batchOf([record]));
    expect(heard).toEqual([...subjects, subjects[0]]);
    expect(await Promise.all(subjects.map(cursorOf))).toEqual([0, 0, 0]);
    expect(await blocked()).toEqual([]);
  });
});

describe('events of one aggregate', () => {
  it('take effect once each, in order; the cursor follows', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1), event(subject, 2), event(subject, 3));
    expect(await appliedOf(subject)).toEqual([1, 2, 3]);
    expect(await cursorOf(subject)).toBe(3);
    expect(outcomes).toEqual(['applied', 'applied', 'applied']);
  });

  it('that come again do nothing, in the same batch or later', async () => {
    const subject = randomUUID();
    const first = () => event(subject, 1);
    const second = event(subject, 2);
    await hear(first(), first(), { ...second, offset: (offset += 1) }, first());
    await hear(second, first());
    expect(await appliedOf(subject)).toEqual([1, 2]);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(4);
  });

  it('without a handler advance the cursor too', async () => {
    const subject = randomUUID();
    const unheard = { headers: { ce_type: 'liaison.request-triaged.v1' } };
    await hear(event(subject, 1, unheard), event(subject, 2));
    expect([await appliedOf(subject), await cursorOf(subject)]).toEqual([[2], 2]);
  });

  it('may hold fields that nobody knows yet', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1, { value: JSON.stringify({ how: 'confirmed', newer: true }) }));
    expect(await appliedOf(subject)).toEqual([1]);
  });

  it('of many aggregates in one batch do not mix', async () => {
    const subjects = Array.from({ length: 40 }, () => randomUUID());
    const records = [1, 2, 3].flatMap((sequence) => subjects.map((subject) => event(subject, sequence)));
    await hear(...records);
    for (const subject of subjects) expect(await appliedOf(subject)).toEqual([1, 2, 3]);
  });

  it('take effect once although two holders of the partition hear them at once', async () => {
    const subject = randomUUID();
    const records = Array.from({ length: 30 }, (_, index) => event(subject, index + 1));
    await Promise.all([hear(...records), hear(...records)]);
    expect(await appliedOf(subject)).toEqual(records.map((_, index) => index + 1));
    expect(await blocked()).toEqual([]);
  });

  it('are left to the next holder where the partition was taken away', async () => {
    const subject = randomUUID();
    const records = [event(subject, 1), event(subject, 2)];
    const result = await consumer.handle(batchOf(records, () => true));
    expect(result.nextOffset).toBe(records[0]!.offset);
    expect(await appliedOf(subject)).toEqual([]);
  });
});

describe('a gap', () => {
  const gapsOf = async (subject: string) =>
    (
      await given.rows<{ body: string }>(
        `select body from event_log join outbox_pending using (position) where type = $1 and body like $2 order by position`,
        [GapFound.type, `%${subject}%`],
      )
    ).map(({ body }) => JSON.parse(body) as object);
  const missing = (subject: string, fromVersion: number, toVersion: number) => ({
    owner: 'liaison',
    aggregateType: 'request',
    aggregateId: subject,
    fromVersion,
    toVersion,
  });

  it('parks the key, asks the owner once, and holds up no other', async () => {
    const [subject, other] = [randomUUID(), randomUUID()];
    await hear(event(subject, 1), event(subject, 4), event(other, 1), event(subject, 5));
    expect(await appliedOf(subject)).toEqual([1]);
    expect(await appliedOf(other)).toEqual([1]);
    expect(await blocked()).toMatchObject([{ key: subject, reason: 'gap' }]);
    expect(await parkedOf(subject)).toEqual([4, 5]);
    expect(await gapsOf(subject)).toEqual([missing(subject, 2, 3)]);
  });

  it('ends when what was missing comes: everything takes effect in order, nothing stays parked', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1), event(subject, 5), event(subject, 4));
    await hear(event(subject, 2));
    expect(await appliedOf(subject)).toEqual([1, 2]);
    await hear(event(subject, 3), event(subject, 6));
    expect(await appliedOf(subject)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([await blocked(), await parkedOf(subject), await cursorOf(subject)]).toEqual([[], [], 6]);
  });

  it('ends within the batch in which it began', async () => {
    const subject = randomUUID();
    await hear(event(subject, 2), event(subject, 1), event(subject, 3));
    expect(await appliedOf(subject)).toEqual([1, 2, 3]);
    expect(await blocked()).toEqual([]);
  });

  it('behind a gap is asked for as well', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1), event(subject, 3), event(subject, 6));
    await hear(event(subject, 2));
    expect(await appliedOf(subject)).toEqual([1, 2, 3]);
    expect(await gapsOf(subject)).toEqual([missing(subject, 2, 2), missing(subject, 4, 5)]);
    await hear(event(subject, 4), event(subject, 5));
    expect(await appliedOf(subject)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await blocked()).toEqual([]);
  });

  it('parks what comes twice only once', async () => {
    const subject = randomUUID();
    const late = event(subject, 2);
    await hear(late, late);
    await hear(late);
    expect(await parkedOf(subject)).toEqual([2]);
    await hear(event(subject, 1));
    expect(await appliedOf(subject)).toEqual([1, 2]);
  });
});

describe('poison', () => {
  const failing = (subject: string, sequence: number, error: () => unknown) => {
    meanwhile = (one) => {
      if (one.subject === subject && one.sequence === sequence) throw error();
    };
  };

  it.each([
    ['a body that is no JSON', { value: '{' }, 'Undecodable'],
    ['a body that breaks its contract', { value: '{"how":5}' }, 'ContractBroken'],
    ['no body', { value: '' }, 'Undecodable'],
    ['no sequence', { headers: { ce_sequence: '' } }, 'Undecodable'],
    ['half a sequence', { headers: { ce_sequence: '2.5' } }, 'Undecodable'],
    ['an endless sequence', { headers: { ce_sequence: '1e300' } }, 'Undecodable'],
    ['a sequence below one', { headers: { ce_sequence: '-1' } }, 'Undecodable'],
    ['no aggregate', { headers: { ce_aggregate: '' } }, 'Undecodable'],
    ['a mode that there is not', { headers: { ce_mode: 'rehearsal' } }, 'Undecodable'],
    ['a time that is none', { headers: { ce_time: 'yesterday' } }, 'Undecodable'],
  ])('%s parks its own key only', async (_, change, code) => {
    const [subject, other] = [randomUUID(), randomUUID()];
    await hear(
      event(subject, 1),
      event(subject, 2, change),
      event(other, 1),
      event(subject, 3),
      event(other, 2),
    );
    expect(await appliedOf(subject)).toEqual([1]);
    expect(await appliedOf(other)).toEqual([1, 2]);
    expect(await blocked()).toEqual([{ key: subject, reason: 'poison', error_code: code }]);
    expect(await parkedOf(subject)).toHaveLength(2);
    await hear(event(subject, 4), event(other, 3));
    expect([await cursorOf(subject), await appliedOf(other)]).toEqual([1, [1, 2, 3]]);
  });

  it('an id that is none parks its own key only', async () => {
    const other = randomUUID();
    await hear(event('not-a-uuid', 1), event(other, 1));
    expect(await appliedOf(other)).toEqual([1]);
    expect(await blocked()).toMatchObject([{ key: 'not-a-uuid', reason: 'poison' }]);
  });

  it.each([
    ['a TypeError', () => new TypeError('undefined is not a function')],
    ['a rule of the database', () => Object.assign(new Error('check'), { code: '23514' })],
    ['nothing at all', () => undefined],
  ])('%s in a handler parks the key, and the effect that was begun is undone', async (_, error) => {
    const [subject, other] = [randomUUID(), randomUUID()];
    failing(subject, 2, error);
    await hear(event(subject, 1), event(other, 1), event(subject, 2), event(subject, 3), event(other, 2));
    expect([await appliedOf(subject), await cursorOf(subject)]).toEqual([[1], 1]);
    expect(await appliedOf(other)).toEqual([1, 2]);
    expect(await parkedOf(subject)).toEqual([2, 3]);
  });

  it('among what a gap held back is poison, no gap any more; nothing is lost by it', async () => {
    const subject = randomUUID();
    failing(subject, 3, () => new TypeError('no'));
    await hear(event(subject, 1), event(subject, 3), event(subject, 4));
    await hear(event(subject, 2));
    expect(await blocked()).toEqual([{ key: subject, reason: 'poison', error_code: 'TypeError' }]);
    // What closed the gap stands: only what cannot be handled, and what follows it, waits.
    expect([await appliedOf(subject), await cursorOf(subject)]).toEqual([[1, 2], 2]);
    expect(await parkedOf(subject)).toEqual([3, 4]);
    meanwhile = () => undefined;
    await releaseKey(subject);
    expect([await appliedOf(subject), await blocked()]).toEqual([[1, 2, 3, 4], []]);
  });

  it('a deadlock in what a gap held back is no poison, also where nobody waited for the statement', async () => {
    const subject = randomUUID();
    let isFirst = true;
    meanwhile = (event, tx) => {
      if (Number(event.sequence) !== 2 || !isFirst) return;
      isFirst = false;
      tx.write(`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`, []);
    };
    await hear(event(subject, 2));
    await hear(event(subject, 1));
    expect([await appliedOf(subject), await blocked()]).toEqual([[1, 2], []]);
  });

  it('where the database is away, none of those that share a transaction is tried for itself', async () => {
    let attempts = 0;
    let isAway = false;
    const worker = async () => {
      attempts += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      isAway = true;
      throw Object.assign(new Error('gone'), { code: 'EHOSTUNREACH' });
    };
    const away = new Consumer({
      consumer: name,
      unitOfWork: Object.assign(Object.create(open.unitOfWork) as typeof open.unitOfWork, { worker }),
      handlerOf: () => apply,
    });
    // The partitions are taken away then, so that nobody waits for the database here.
    const batches = Array.from({ length: 10 }, (_, partition) => ({
      ...batchOf([event(randomUUID(), 1)], () => isAway),
      partition,
    }));
    const handled = await Promise.all(batches.map((batch) => away.handle(batch)));
    expect(handled.map(({ nextOffset }) => nextOffset)).toEqual(
      batches.map(({ records }) => records[0]!.offset),
    );
    // Two transactions run at once; the others share the next.
    expect(attempts).toBeLessThanOrEqual(3);
    expect(await blocked()).toEqual([]);
  });

  it('another event at the same place of a topic that was made anew is parked as well', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    failing(one, 1, () => new TypeError('no'));
    await hear(event(one, 1));
    offset -= 1;
    failing(other, 1, () => new TypeError('no'));
    await hear(event(other, 1));
    expect([await parkedOf(one), await parkedOf(other)]).toEqual([[1], [1]]);
  });

  it('keeps the raw bytes', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1, { value: 'no JSON \u00e9' }));
    const [row] = await given.rows<{ value: Buffer }>('select value from parked_event where consumer = $1', [
      name,
    ]);
    expect(row!.value.toString('utf8')).toBe('no JSON \u00e9');
  });
});

describe('an operator', () => {
  const auditOf = (key: string) =>
    given.rows('select action, role, note from audit_log where subject_id = $1 order by id', [key]);

  it('releases a parked key in order once the fault is mended; it is audited', async () => {
    const subject = randomUUID();
    meanwhile = () => {
      throw new TypeError('not yet');
    };
    await hear(event(subject, 1), event(subject, 2), event(subject, 3));
    meanwhile = () => undefined;
    await releaseKey(subject);
    expect([await appliedOf(subject), await cursorOf(subject)]).toEqual([[1, 2, 3], 3]);
    expect([await blocked(), await parkedOf(subject)]).toEqual([[], []]);
    expect(await auditOf(subject)).toEqual([
      { action: 'parked-key-released', role: 'operator', note: 'an operator: the sender mended it' },
    ]);
    await hear(event(subject, 4));
    expect(await appliedOf(subject)).toEqual([1, 2, 3, 4]);
  });

  it('who releases too early changes nothing: all of it stays parked, nothing has taken effect', async () => {
    const subject = randomUUID();
    meanwhile = ({ sequence }) => {
      if (sequence === 2) throw new TypeError('not yet');
    };
    await hear(event(subject, 1), event(subject, 2), event(subject, 3));
    await expect(releaseKey(subject)).rejects.toThrow('not yet');
    expect([await appliedOf(subject), await parkedOf(subject)]).toEqual([[1], [2, 3]]);
    expect([await blocked(), await auditOf(subject)]).toMatchObject([[{ key: subject }], []]);
  });

  it('skips one with a reason, which is audited; then the rest goes on', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1), event(subject, 2, { value: '{' }), event(subject, 3));
    await skipFirst(subject);
    expect([await cursorOf(subject), await parkedOf(subject)]).toEqual([2, [3]]);
    expect(await auditOf(subject)).toEqual([
      { action: 'parked-event-skipped', role: 'operator', note: 'an operator: the sender mended it' },
    ]);
    await releaseKey(subject);
    expect([await appliedOf(subject), await blocked()]).toEqual([[1, 3], []]);
    await hear(event(subject, 4));
    expect(await appliedOf(subject)).toEqual([1, 3, 4]);
  });

  it('who releases what has a gap asks the owner for what is missing', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1, { value: '{' }), event(subject, 3));
    await skipFirst(subject);
    await releaseKey(subject);
    expect(await blocked()).toMatchObject([{ key: subject, reason: 'gap' }]);
    const asked = await given.rows('select from event_log where type = $1 and body like $2', [
      GapFound.type,
      `%${subject}%"fromVersion":2,"toVersion":2%`,
    ]);
    expect(asked).toHaveLength(1);
    await hear(event(subject, 2));
    expect([await appliedOf(subject), await blocked()]).toEqual([[2, 3], []]);
  });

  it('skips by one: where an event is missing it is that one which is given up', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1), event(subject, 4));
    await skipFirst(subject);
    expect([await cursorOf(subject), await parkedOf(subject)]).toEqual([2, [4]]);
    await skipFirst(subject);
    expect([await cursorOf(subject), await parkedOf(subject)]).toEqual([3, [4]]);
    await releaseKey(subject);
    expect([await appliedOf(subject), await blocked()]).toEqual([[1, 4], []]);
  });

  it('skips the first event of an aggregate', async () => {
    const subject = randomUUID();
    await hear(event(subject, 1, { value: '{' }), event(subject, 2));
    await skipFirst(subject);
    await releaseKey(subject);
    expect([await appliedOf(subject), await cursorOf(subject)]).toEqual([[2], 2]);
  });

  it.each([
    ['whose headers are gone', { ce_subject: '', ce_aggregate: '', ce_sequence: '' }],
    ['whose id is none', { ce_subject: 'not-a-uuid' }],
  ])('can skip one %s, and the key flows again', async (_, headers) => {
    const key = `odd ${randomUUID()}`;
    await hear(event(randomUUID(), 1, { key, headers }));
    expect(await blocked()).toMatchObject([{ key, reason: 'poison' }]);
    await skipFirst(key);
    await releaseKey(key);
    expect(await blocked()).toEqual([]);
  });

  it('need not skip the same record again where the topic is read from its beginning', async () => {
    const key = randomUUID();
    const record = event(key, 1, { key, headers: { ce_sequence: '' } });
    await hear(record);
    await skipFirst(key);
    await releaseKey(key);
    await hear(record);
    expect(await blocked()).toEqual([]);
    await hear({
      ...record,
      value: Buffer.from('another record at its place, in a topic that was made anew'),
    });
    expect(await blocked()).toMatchObject([{ key, reason: 'poison' }]);
  });

  it('is told where a key is not parked', async () => {
    const key = randomUUID();
    await expect(skipFirst(key)).rejects.toMatchObject({ code: 'parked-key/unknown' });
    await expect(releaseKey(key)).rejects.toMatchObject({ code: 'parked-key/unknown' });
  });
});

describe('a failure that passes', () => {
  it.each([
    ['deadlock detected', '40P01'],
    ['canceling statement due to statement timeout', '57014'],
  ])('is tried again in place, and the event takes effect once: %s', async (message, code) => {
    const subject = randomUUID();
    let failures = 3;
    meanwhile = () => {
      if (failures-- > 0) throw Object.assign(new Error(message), { code });
    };
    await hear(event(subject, 1), event(subject, 2));
    expect([await appliedOf(subject), await cursorOf(subject)]).toEqual([[1, 2], 2]);
    expect(await blocked()).toEqual([]);
  });

  it('while the group moves on is not the event’s fault: nothing is parked, and the partition stands where it was', async () => {
    const subject = randomUUID();
    const records = [event(subject, 1)];
    let failures = 1;
    meanwhile = () => {
      if (failures-- > 0) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    };
    const heartbeat = async () => {
      throw Object.assign(new Error('The group is rebalancing'), { code: 27, type: 'REBALANCE_IN_PROGRESS' });
    };
    const result = await consumer.handle({ ...batchOf(records), heartbeat });
    expect(result.nextOffset).toBe(records[0]!.offset);
    expect([await appliedOf(subject), await blocked()]).toEqual([[], []]);
    await hear(...records);
    expect(await appliedOf(subject)).toEqual([1]);
  });

  it('that lasts pauses the partition where it stands: order stays, nothing is parked', async () => {
    const subject = randomUUID();
    const records = [event(subject, 1), event(subject, 2)];
    let isAway = true;
    meanwhile = () => {
      if (isAway) throw Object.assign(new Error('the server is shutting down'), { code: '57P01' });
    };
    const result = await consumer.handle(batchOf(records));
    expect(result.nextOffset).toBe(records[0]!.offset);
    expect(result.pauseMilliseconds).toBeGreaterThan(0);
    expect([await appliedOf(subject), await blocked()]).toEqual([[], []]);
    isAway = false;
    await hear(...records);
    expect(await appliedOf(subject)).toEqual([1, 2]);
  });
});

describe('slices of several partitions', () => {
  /** Each event in a batch of its own partition, all handed over at once. */
  const hearAtOnce = (records: readonly IncomingRecord[]) =>
    Promise.all(records.map((record, partition) => consumer.handle({ ...batchOf([record]), partition })));
  const transactions = async (subjects: readonly string[]) =>
    (
      await given.rows<{ count: number }>(
        'select count(distinct xmin::text)::int as count from consumer_cursor where consumer = $1 and aggregate_id = any ($2)',
        [name, subjects],
      )
    )[0]!.count;

  it('that wait for a transaction share the next one; each event takes effect once', async () => {
    const subjects = Array.from({ length: 20 }, () => randomUUID());
    await hearAtOnce(subjects.map((subject) => event(subject, 1)));
    for (const subject of subjects) expect(await appliedOf(subject)).toEqual([1]);
    expect(await transactions(subjects)).toBeLessThan(5);
  });

  it('do not fail together: one that cannot be handled parks its own key, the others take effect', async () => {
    const subjects = Array.from({ length: 10 }, () => randomUUID());
    const [bad] = subjects.slice(5);
    meanwhile = ({ subject }) => {
      if (subject === bad) throw new TypeError('no');
    };
    await hearAtOnce(subjects.map((subject) => event(subject, 1)));
    for (const subject of subjects) expect(await appliedOf(subject)).toEqual(subject === bad ? [] : [1]);
    expect(await blocked()).toEqual([{ key: bad, reason: 'poison', error_code: 'TypeError' }]);
  });
});

describe('a long history', () => {
  it('makes no batch slower: behind 100,000 aggregates and 10,000 parked keys it takes as long as behind none', async () => {
    consumer = new Consumer({ consumer: name, unitOfWork: open.unitOfWork, handlerOf: () => undefined });
    const fastestOfBatches = () =>
      fastestMilliseconds(30, () => hear(...Array.from({ length: 50 }, () => event(randomUUID(), 1))));
    const behindNone = await fastestOfBatches();
    await given.rows(
      `insert into consumer_cursor (consumer, aggregate_type, aggregate_id, last_version)
       select $1, 'request', gen_random_uuid(), 1 from generate_series(1, 100000)`,
      [name],
    );
    await given.rows(
      `insert into blocked_key (consumer, topic, key, reason, error_code, since)
       select $1, $2, gen_random_uuid()::text, 'gap', 'version 1 is missing', now() from generate_series(1, 10000)`,
      [name, topic],
    );
    // What was empty is read whole, until autovacuum has seen it grow: within a minute elsewhere, now here.
    await given.rows('analyze blocked_key');
    expect((await fastestOfBatches()) / behindNone).toBeLessThan(3);
  });
});

describe('effect and cursor (R61)', () => {
  it('commit together: a handler that throws after it wrote leaves neither', async () => {
    const subject = randomUUID();
    meanwhile = () => {
      throw new TypeError('after the write');
    };
    await hear(event(subject, 1));
    expect([await appliedOf(subject), await cursorOf(subject)]).toEqual([[], 0]);
    const events = await given.rows(
      'select from event_log join note on aggregate_id = note.id where text like $1',
      [`${name}%`],
    );
    expect(events).toHaveLength(0);
  });

  it('what a handler publishes says what caused it', async () => {
    const subject = randomUUID();
    const record = event(subject, 1);
    await hear(record);
    const [written] = await given.rows<{ cause: string }>(
      `select headers->>'ce_causationid' as cause from event_log join note on aggregate_id = note.id where text like $1`,
      [`${name} ${subject} %`],
    );
    expect(written!.cause).toBe(record.headers['ce_id']);
  });
});
