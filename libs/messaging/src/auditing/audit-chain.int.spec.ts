import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, fastestMilliseconds, testUnitOfWork } from '#libs/testing';
import { commandOf, newNote, NoteRow, noteDatabase, saveNote } from '../given.js';
import type { PersonLink } from '../writing/person-link.js';
import { auditRead } from '../writing/audit-read.js';
import { chainedColumns } from './chain.js';
import { AuditChainWorker, type ChainHead } from './chain-worker.js';
import { verifyAudit, type Anchor } from './verify-audit.js';

let given: Awaited<ReturnType<typeof noteDatabase>>;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;
let told: ChainHead[];

beforeEach(async () => {
  given = await noteDatabase();
  open = await testUnitOfWork(given.database, [NoteRow]);
  told = [];
});
afterEach(async () => {
  await open.close();
  await given.close();
});

const worker = () =>
  new AuditChainWorker({
    app: 'liaison',
    unitOfWork: open.unitOfWork,
    tellHead: (head) => void told.push(head),
  });

const { actor } = commandOf(randomUUID());
const read = (subjectId = randomUUID(), person?: PersonLink) =>
  open.unitOfWork.query(actor, (tx) => auditRead(tx, 'note', subjectId, person));
const write = () => {
  const context = commandOf(randomUUID());
  return open.unitOfWork.command(context, (tx) => saveNote(tx, newNote(), context.actor.organizationId));
};

/** Chains so many reads. */
async function chained(lines: number): Promise<void> {
  await Promise.all(Array.from({ length: lines }, () => read()));
  await worker().runOnce();
}

const verdict = (anchors: readonly Anchor[] = []) => verifyAudit(given.rows, 'liaison', anchors);
const fault = async (anchors?: readonly Anchor[]) => (await verdict(anchors)).fault;

/** The head as it would stand outside. */
async function anchor(): Promise<Anchor> {
  return { ...(await verdict()).head!, at: '2026-01-15T03:10:00.000Z' };
}

/** As a superuser who switches every trigger off. */
async function tamper(sql: string): Promise<void> {
  await given.rows(`set session_replication_role = replica; ${sql}; set session_replication_role = origin`);
}

const numbers = async () =>
  (await given.rows<{ number: string }>('select number from audit_chain order by number')).map((row) =>
    Number(row.number),
  );

describe('the audit’s chain (R17)', () => {
  it('numbers every line 1, 2, 3 … within about a second, reads and commands alike', async () => {
    const running = worker();
    running.start();
    const before = performance.now();
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? read() : write())));
    await eventually(async () => expect(await numbers()).toHaveLength(20));
    expect(performance.now() - before).toBeLessThan(5_000);
    await running.stop();
    expect(await numbers()).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await verdict()).toMatchObject({ verified: 20, waiting: 0, fault: null });
  });

  it('costs as much behind 200,000 lines as behind none', async () => {
    const one = worker();
    const fastestOfLines = () =>
      fastestMilliseconds(30, async () => {
        await read();
        expect(await one.runOnce()).toBe(1);
      });
    const behindNone = await fastestOfLines();
    await tamper(
      `insert into audit_log (at, action, subject_type, subject_id)
       select now(), 'read', 'note', gen_random_uuid()::text from generate_series(1, 200000)`,
    );
    expect((await fastestOfLines()) / behindNone).toBeLessThan(3);
  });

  it('does not pass by a line that commits after later ones were chained', async () => {
    let commit!: () => void;
    let written!: () => void;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const late = randomUUID();
    const slow = open.unitOfWork.query(actor, async (tx) => {
      await auditRead(tx, 'note', late);
      written();
      await mayCommit;
    });
    await isWritten;
    await chained(3);
    commit();
    await slow;
    expect(await worker().runOnce()).toBe(1);
    const lines = await given.rows<{ subject_id: string }>(
      'select subject_id from audit_chain join audit_log on audit_log.id = audit_id order by number',
    );
    expect(lines.map((line) => line.subject_id).indexOf(late)).toBe(3);
    expect(await verdict()).toMatchObject({ verified: 4, fault: null });
  });

  it('has one order where many chain at once, over several batches', async () => {
    await given.rows(
      `insert into audit_log (at, action, subject_type, subject_id) select now(), 'read', 'note', line from generate_series(1, 1700) as line`,
    );
    const counts = await Promise.all([worker(), worker(), worker()].map((one) => one.runOnce()));
    expect(counts.reduce((sum, count) => sum + count, 0) + (await worker().runOnce())).toBe(1700);
    expect(await verdict()).toMatchObject({ verified: 1700, waiting: 0, fault: null });
  });

  it('takes nothing from a transaction that is rolled back', async () => {
    await open.unitOfWork
      .query(actor, async (tx) => {
        await auditRead(tx, 'note', randomUUID());
        throw new Error('no');
      })
      .catch(() => undefined);
    await chained(2);
    expect(await verdict()).toMatchObject({ verified: 2, waiting: 0, fault: null });
  });

  it('tells its head outside: at once, then each minute where it has moved, and at the end', async () => {
    const running = worker();
    await read();
    running.start();
    await eventually(async () => expect(told).toHaveLength(1));
    await read();
    await eventually(async () => expect(await numbers()).toHaveLength(2));
    expect(told).toHaveLength(1);
    await running.stop();
    expect(told.map(({ number }) => number)).toEqual([1, 2]);
    const anchors = told.map((head) => ({ ...head, at: head.at.toISOString() }));
    expect(await verdict(anchors)).toMatchObject({ anchors: 2, fault: null });
  });

  it('holds every column of a line: a new one must be hashed, too', async () => {
    const columns = await given.rows<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'audit_log'::regclass and attnum > 0 and not attisdropped order by attnum`,
    );
    expect(columns.map(({ name }) => name)).toEqual(chainedColumns);
  });

  it('names the person, whose person it is, and the permission, of a read and of a command', async () => {
    const [participantRef, consentRef, owner, receiver] = Array.from({ length: 4 }, () => randomUUID());
    await read(undefined, { participantRef: participantRef! });
    const context = commandOf(receiver!);
    await open.unitOfWork.command(context, (tx) =>
      saveNote(tx, newNote(), receiver!, undefined, {
        participantRef: participantRef!,
        ownerOrganizationId: owner!,
        consentRef: consentRef!,
      }),
    );
    const lines = await given.rows(
      `select organization_id, participant_ref, participant_organization_id as owner, consent_ref from audit_log order by id`,
    );
    expect(lines).toEqual([
      {
        organization_id: actor.organizationId,
        participant_ref: participantRef,
        owner: actor.organizationId,
        consent_ref: null,
      },
      { organization_id: receiver, participant_ref: participantRef, owner, consent_ref: consentRef },
    ]);
  });

  it('tells what it chained about persons to the other apps, numbered for each record; nothing of other lines, and no member', async () => {
    const telling = new AuditChainWorker({
      app: 'referrals',
      unitOfWork: open.unitOfWork,
      tellHead: () => undefined,
    });
    const [record, other, participantRef, consentRef] = Array.from({ length: 4 }, () => randomUUID());
    await read(record, { participantRef: participantRef! });
    await read();
    await telling.runOnce();
    await read(other, { participantRef: participantRef! });
    await read(record, { participantRef: participantRef!, consentRef: consentRef! });
    await telling.runOnce();
    const told = await given.rows<{ id: string; version: number; type: string; body: string }>(
      `select aggregate_id as id, aggregate_version as version, type, body from event_log order by position`,
    );
    expect(told.map(({ id, version }) => [id, version])).toEqual([
      [record, 1],
      [other, 1],
      [record, 2],
    ]);
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(['referrals.record-accessed.v1']));
    expect(JSON.parse(told[2]!.body)).toEqual({
      ownerOrganizationId: actor.organizationId,
      participantRef,
      recordType: 'note',
      action: 'read',
      eventTypes: [],
      at: expect.any(String),
      byOrganizationId: actor.organizationId,
      role: actor.role,
      consentRef,
    });
    expect(JSON.stringify(told)).not.toContain(actor.memberId);
    expect(await verifyAudit(given.rows, 'referrals')).toMatchObject({ verified: 4, fault: null });
  });

  it.each(['update audit_chain set number = number + 1', 'delete from audit_chain', 'truncate audit_chain'])(
    'can be changed by nobody: %s',
    async (sql) => {
      await chained(1);
      await expect(given.rows(sql)).rejects.toThrow('append-only');
      await expect(open.worker.query(sql)).rejects.toThrow('permission denied');
      await expect(open.organization.query(sql)).rejects.toThrow('permission denied');
    },
  );

  it('is not to be read or written by an organization, nor are its pointers', async () => {
    for (const sql of ['select from audit_chain', 'select from audit_pending', 'delete from audit_pending'])
      await expect(open.organization.query(sql)).rejects.toThrow('permission denied');
  });
});

describe('verifying the audit (R17) names the first broken line', () => {
  beforeEach(() => chained(10));

  /** Id of the line with this number. */
  const idOf = async (number: number) =>
    (
      await given.rows<{ id: string }>('select audit_id as id from audit_chain where number = $1', [number])
    )[0]!.id;

  it('and none where nobody touched it', async () => {
    expect(await verdict([await anchor()])).toMatchObject({ verified: 10, anchors: 1, fault: null });
  });

  it.each(chainedColumns.filter((column) => column !== 'id'))('where its %s was changed', async (column) => {
    const id = await idOf(4);
    const value = {
      at: `at + interval '1 microsecond'`,
      role: `'admin'`,
      action: `'write'`,
      subject_type: `'other'`,
      subject_id: `'other'`,
      note: `'note'`,
    }[column as string];
    await tamper(`update audit_log set ${column} = ${value ?? `'${randomUUID()}'`} where id = ${id}`);
    expect(await fault()).toMatchObject({ number: 4, id, what: 'changed' });
  });

  it('where a value was moved into another column', async () => {
    const id = await idOf(4);
    await tamper(`update audit_log set member_id = null, causation_id = member_id where id = ${id}`);
    expect(await fault()).toMatchObject({ number: 4, id, what: 'changed' });
  });

  it('where it was deleted, alone or with its place', async () => {
    const id = await idOf(6);
    await tamper(`delete from audit_log where id = ${id}`);
    expect(await fault()).toMatchObject({ number: 6, id, what: 'missing' });
    await tamper(`delete from audit_chain where number = 6`);
    expect(await fault()).toMatchObject({ number: 6, id: null, what: 'missing' });
    await tamper(`update audit_chain set number = number - 1 where number > 6`);
    expect(await fault()).toMatchObject({ number: 6, what: 'changed' });
  });

  it('where the end was cut off and its head had been told', async () => {
    const outside = await anchor();
    await tamper(`delete from audit_log where id in (select audit_id from audit_chain where number > 7)`);
    await tamper(`delete from audit_chain where number > 7`);
    // The chain alone does not show it: this is what the heads outside are for.
    expect(await verdict()).toMatchObject({ verified: 7, fault: null });
    expect(await fault([outside])).toMatchObject({ number: 10, what: 'tail_cut' });
    await chained(5);
    expect(await fault([outside])).toMatchObject({ number: 10, what: 'rewritten' });
  });

  it('where the end of the chain alone was cut off, though nothing had been told', async () => {
    const id = await idOf(8);
    await tamper(`delete from audit_chain where number > 7`);
    expect(await fault()).toMatchObject({ number: null, id, what: 'inserted' });
  });

  it('where it was inserted past the hub', async () => {
    await tamper(
      `insert into audit_log (at, action, subject_type, subject_id) values (now(), 'read', 'note', 'inserted')`,
    );
    const [{ id }] = (await given.rows<{ id: string }>(
      `select id from audit_log where subject_id = 'inserted'`,
    )) as [{ id: string }];
    expect(await fault()).toMatchObject({ number: null, id, what: 'inserted' });
    // Put into the chain's middle, everything behind it is another.
    await tamper(
      `update audit_chain set number = -number where number > 4;
       update audit_chain set number = 1 - number where number < 0;
       insert into audit_chain select 5, ${id}, hash from audit_chain where number = 4`,
    );
    expect(await fault()).toMatchObject({ number: 5, id, what: 'changed' });
  });

  it('where two were put into another order', async () => {
    const id = await idOf(4);
    await tamper(
      `update audit_chain set number = 0 where number = 3;
       update audit_chain set number = 3 where number = 4;
       update audit_chain set number = 4 where number = 0`,
    );
    expect(await fault()).toMatchObject({ number: 3, id, what: 'changed' });
  });

  it('where the whole chain was computed anew, and which told number is still as it was', async () => {
    const first = await anchor();
    await chained(5);
    const second = await anchor();
    await tamper(`update audit_log set role = 'admin' where id = ${await idOf(12)}`);
    await tamper(`delete from audit_chain where number >= 12`);
    await tamper(
      `insert into audit_pending select id from audit_log where not exists (select from audit_chain where audit_id = id)`,
    );
    await worker().runOnce();
    expect(await verdict()).toMatchObject({ verified: 15, fault: null });
    const found = await fault([first, second]);
    expect(found).toMatchObject({ number: 15, what: 'rewritten' });
    expect(found!.says).toContain('Number 10 is as it was told.');
  });

  it('over many batches, with the app writing meanwhile', async () => {
    await given.rows(
      `insert into audit_log (at, action, subject_type, subject_id) select now(), 'read', 'note', line from generate_series(1, 6000) as line`,
    );
    const running = worker();
    await running.runOnce();
    running.start();
    const writing = Promise.all(Array.from({ length: 30 }, () => read()));
    expect(await verdict()).toMatchObject({ fault: null });
    await writing;
    await running.stop();
    await tamper(`update audit_log set note = 'x' where id = ${await idOf(5_555)}`);
    expect(await fault()).toMatchObject({ number: 5_555, what: 'changed' });
  });
});
