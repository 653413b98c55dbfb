import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testUnitOfWork } from '#libs/testing';
import { DataSource } from 'typeorm';
import { closed, commandOf, newNote, NoteRow, noteDatabase, saveNote } from '../given.js';
import { auditRead } from '../writing/audit-read.js';
import { assertUnchanged } from '../writing/save-aggregate.js';
import type { CommandContext, Tx } from './tx.js';
import { UnitOfWork } from './unit-of-work.js';

let given: Awaited<ReturnType<typeof noteDatabase>>;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  given = await noteDatabase();
  open = await testUnitOfWork(given.database, [NoteRow]);
  ({ unitOfWork } = open);
});
afterAll(async () => {
  await open.close();
  await given.close();
});

const write = (context: CommandContext, text = 'new', published = [closed]) =>
  unitOfWork.command(context, (tx) => saveNote(tx, newNote(text), context.actor.organizationId, published));

/** Everything that one note has left behind. */
async function tracesOf(id: string) {
  const [traces] = await given.rows(
    `select (select count(*)::int from note where id = $1) as notes,
            (select count(*)::int from event_log where aggregate_id = $1) as events,
            (select count(*)::int from outbox_pending join event_log using (position) where aggregate_id = $1) as pending,
            (select count(*)::int from party where aggregate_id = $1) as parties,
            (select count(*)::int from audit_log where subject_id = $1::text) as audited`,
    [id],
  );
  return traces;
}

function meeting() {
  let arrive!: () => void;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  return { arrive, arrived };
}

describe('an idempotency key', () => {
  it('gives the first answer to the same key and body again, without a second effect', async () => {
    const organization = randomUUID();
    const key = randomUUID();
    const first = commandOf(organization, { key });
    const second = commandOf(organization, { key });
    const note = await write(first);
    const again = await write(second);
    expect(again.id).toBe(note.id);
    expect([first.idempotency.replayed, second.idempotency.replayed]).toEqual([undefined, true]);
    expect(await tracesOf(note.id)).toEqual({ notes: 1, events: 1, pending: 1, parties: 1, audited: 1 });
  });

  it('keeps an empty answer as well', async () => {
    const [organization, key] = [randomUUID(), randomUUID()];
    let runs = 0;
    const run = async () => {
      const context = commandOf(organization, { key });
      await unitOfWork.command(context, async () => void (runs += 1));
      return context.idempotency.replayed;
    };
    expect([await run(), await run(), runs]).toEqual([undefined, true, 1]);
  });

  it('refuses another body with 422, and that changes nothing', async () => {
    const [organization, key] = [randomUUID(), randomUUID()];
    await write(commandOf(organization, { key }));
    const other = write(commandOf(organization, { key, fingerprint: 'another body' }), 'other body');
    await expect(other).rejects.toMatchObject({ code: 'idempotency-key/reused', kind: 'unprocessable' });
    expect(await given.rows(`select from note where text = 'other body'`)).toHaveLength(0);
  });

  it('is of one organization and one route: the same key elsewhere is another', async () => {
    const key = randomUUID();
    const context = commandOf(randomUUID(), { key });
    const elsewhere = { ...context, idempotency: { ...context.idempotency, route: 'POST /v1/others' } };
    const notes = [
      await write(context),
      await write(commandOf(randomUUID(), { key })),
      await write(elsewhere),
    ];
    expect(new Set(notes.map((note) => note.id)).size).toBe(3);
  });

  it('lets one of two that come at once run; the other is told to wait with 409', async () => {
    const [organization, key] = [randomUUID(), randomUUID()];
    const begun = meeting();
    const decided = meeting();
    const running = unitOfWork.command(commandOf(organization, { key }), async (tx) => {
      begun.arrive();
      await decided.arrived;
      return saveNote(tx, newNote('at once'), organization);
    });
    await begun.arrived;
    const twin = write(commandOf(organization, { key }), 'at once');
    await expect(twin).rejects.toMatchObject({ code: 'idempotency-key/in-flight', kind: 'conflict' });
    decided.arrive();
    const note = await running;
    expect((await write(commandOf(organization, { key }))).id).toBe(note.id);
    expect(await given.rows(`select from note where text = 'at once'`)).toHaveLength(1);
  });

  it('never has two effects, however many come at once', async () => {
    const organization = randomUUID();
    for (let round = 0; round < 20; round += 1) {
      const key = randomUUID();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => write(commandOf(organization, { key }), `race ${key}`)),
      );
      const notes = await given.rows<{ id: string }>('select id from note where text = $1', [`race ${key}`]);
      expect(notes).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') expect(outcome.value.id).toBe(notes[0]!.id);
        else expect(outcome.reason).toMatchObject({ code: 'idempotency-key/in-flight' });
      }
    }
  });

  it('is free again after a command that failed', async () => {
    const [organization, key] = [randomUUID(), randomUUID()];
    const failing = unitOfWork.command(commandOf(organization, { key }), () =>
      Promise.reject(new Error('no')),
    );
    await expect(failing).rejects.toThrow('no');
    expect(await write(commandOf(organization, { key }))).toMatchObject({ version: 1 });
  });
});

describe('the organization of a transaction', () => {
  it('is set for that transaction only: hundreds of them on two connections, none sees another’s row', async () => {
    const narrow = await new DataSource({
      type: 'postgres',
      url: given.database.appUrl,
      entities: [NoteRow],
      synchronize: false,
      installExtensions: false,
      poolSize: 2,
      extra: { pipeline: true },
    }).initialize();
    try {
      const work = new UnitOfWork(narrow, open.worker);
      const organizations = Array.from({ length: 5 }, () => randomUUID());
      const seen = await Promise.all(
        Array.from({ length: 400 }, async (_, index) => {
          const organization = organizations[index % organizations.length]!;
          if (index % 2 === 0) {
            const make = (tx: Tx) => saveNote(tx, newNote(organization), organization);
            await work.command(commandOf(organization), make);
            if (index % 10 === 0)
              await work
                .query(commandOf(organization).actor, () => Promise.reject(new Error('no')))
                .catch(() => 0);
          }
          const texts = await work.query(commandOf(organization).actor, (tx) =>
            tx.query<{ text: string }>('select text from note'),
          );
          return texts.every((row) => row.text === organization);
        }),
      );
      expect(seen.filter((own) => own)).toHaveLength(400);
      for (const organization of organizations)
        expect(await given.rows('select from note where text = $1', [organization])).toHaveLength(40);
      // The same two connections, with nobody named: nothing is left of anybody.
      expect(await narrow.query('select * from note')).toEqual([]);
      expect(await narrow.query('select hub_organization() as organization')).toEqual([
        { organization: null },
      ]);
    } finally {
      await narrow.destroy();
    }
  }, 60_000);

  it('cannot be written as SQL', async () => {
    const odd = commandOf(`${randomUUID()}', true); drop table note; --`);
    await expect(unitOfWork.query(odd.actor, () => Promise.resolve('read'))).rejects.toThrow('UUID');
  });

  it('may not change a row of another one', async () => {
    const note = await write(commandOf(randomUUID()));
    const stranger = commandOf(randomUUID());
    expect(await unitOfWork.command(stranger, (tx) => tx.lock(NoteRow, note.id))).toBeNull();
    const changing = unitOfWork.command(commandOf(randomUUID()), (tx) =>
      saveNote(tx, { ...note, text: 'taken over' }, randomUUID()),
    );
    await expect(changing).rejects.toThrow('row-level security');
    expect(await given.rows('select text from note where id = $1', [note.id])).toEqual([{ text: 'new' }]);
  });

  it('a worker acts for nobody and sees everything', async () => {
    const note = await write(commandOf(randomUUID()));
    const row = await unitOfWork.worker({}, (tx) => tx.lock(NoteRow, note.id));
    expect(row).toMatchObject({ id: note.id, text: 'new' });
  });
});

describe('a transaction that rolls back', () => {
  it('leaves no row, event, pointer, party, audit line, key or effect', async () => {
    const context = commandOf(randomUUID());
    const note = newNote();
    let told = false;
    const failing = unitOfWork.command(context, async (tx) => {
      tx.afterCommit(() => (told = true));
      await saveNote(tx, note, context.actor.organizationId);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await tracesOf(note.id)).toEqual({ notes: 0, events: 0, pending: 0, parties: 0, audited: 0 });
    const { key } = context.idempotency;
    expect(await given.rows('select from idempotency_key where key = $1', [key])).toHaveLength(0);
    expect(told).toBe(false);
  });

  it('is not answered as a success where an error of the database was swallowed', async () => {
    const swallowing = unitOfWork.worker({}, async (tx) => {
      await tx.query('select 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(swallowing).rejects.toThrow('swallowed');
  });

  it('gives its connection back in order', async () => {
    const organization = randomUUID();
    for (let round = 0; round < 20; round += 1)
      await unitOfWork.command(commandOf(organization), (tx) => tx.query('select 1 / 0')).catch(() => 0);
    expect(await write(commandOf(organization))).toMatchObject({ version: 1 });
  });

  it('is run again where the database chose it as a victim, and has one effect', async () => {
    const organization = randomUUID();
    let attempts = 0;
    const note = newNote('victim');
    await unitOfWork.command(commandOf(organization), async (tx) => {
      attempts += 1;
      await saveNote(tx, note, organization);
      if (attempts === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    });
    expect(attempts).toBe(2);
    expect(await tracesOf(note.id)).toMatchObject({ notes: 1, events: 1 });
  });
});

describe('saving an aggregate (R61)', () => {
  it('numbers its versions 1, 2, 3 ..., one for each event, also of two in one decision', async () => {
    const context = commandOf(randomUUID());
    const note = await write(context, 'new', [closed, closed]);
    const change = (published: (typeof closed)[]) =>
      unitOfWork.command(commandOf(context.actor.organizationId), async (tx) => {
        const row = await tx.lock(NoteRow, note.id);
        return saveNote(tx, row!, context.actor.organizationId, published);
      });
    await Promise.all(Array.from({ length: 10 }, () => change([closed])));
    expect(await change([])).toMatchObject({ version: 12 });
    const log = await given.rows<{ version: number; sequence: string }>(
      `select aggregate_version as version, headers->>'ce_sequence' as sequence from event_log
       where aggregate_id = $1 order by position`,
      [note.id],
    );
    expect(log.map((event) => event.version)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(log.map((event) => Number(event.sequence))).toEqual(log.map((event) => event.version));
  });

  it('refuses a row that was changed since it was read', async () => {
    const context = commandOf(randomUUID());
    const { organizationId } = context.actor;
    const stale = await write(context);
    await unitOfWork.command(commandOf(organizationId), (tx) => saveNote(tx, stale, organizationId));
    const late = (published: (typeof closed)[]) =>
      unitOfWork.command(commandOf(organizationId), (tx) =>
        saveNote(tx, { ...stale, text: 'late' }, organizationId, published),
      );
    await expect(late([closed])).rejects.toThrow('duplicate key');
    await expect(late([])).rejects.toThrow('was not at version 1');
    expect(await tracesOf(stale.id)).toMatchObject({ events: 2, audited: 2 });
    expect(await given.rows('select text from note where id = $1', [stale.id])).toEqual([{ text: 'new' }]);
  });

  it('answers 412 where If-Match names another version', async () => {
    const context = { ...commandOf(randomUUID()), ifMatch: 7 };
    const note = newNote();
    const acting = unitOfWork.command(context, (tx) =>
      Promise.resolve(assertUnchanged(tx, { ...note, version: 6 })),
    );
    await expect(acting).rejects.toMatchObject({ code: 'request/changed-meanwhile' });
  });

  it('fails the command where an event does not fit its contract; nothing is written', async () => {
    const context = commandOf(randomUUID());
    const broken = { ...closed, data: { how: 'a sentence with spaces' } };
    await expect(write(context, 'broken', [broken])).rejects.toMatchObject({ name: 'ContractBroken' });
    expect(await given.rows(`select from note where text = 'broken'`)).toHaveLength(0);
  });

  it('audits who did what in the same transaction, and who read (R17)', async () => {
    const context = commandOf(randomUUID());
    const note = await write(context);
    await unitOfWork.query(context.actor, (tx) => auditRead(tx, 'request', note.id));
    const { organizationId, memberId, role } = context.actor;
    const by = { organization_id: organizationId, member_id: memberId, role };
    const lines = await given.rows(
      'select organization_id, member_id, role, action from audit_log where subject_id = $1 order by id',
      [note.id],
    );
    expect(lines).toEqual([
      { ...by, action: 'liaison.request-closed.v1' },
      { ...by, action: 'read' },
    ]);
  });

  it.each([
    ['an audit line', 'audit_log', `note = 'x'`],
    ['an event', 'event_log', `body = '{}'`],
  ])('%s can be changed or deleted by nobody (R17)', async (_, table, change) => {
    await write(commandOf(randomUUID()));
    await expect(given.rows(`update ${table} set ${change}`)).rejects.toThrow('append-only');
    await expect(given.rows(`delete from ${table}`)).rejects.toThrow('append-only');
    await expect(open.worker.query(`delete from ${table}`)).rejects.toThrow('permission denied');
    await expect(open.organization.query(`delete from ${table}`)).rejects.toThrow('permission denied');
  });
});

describe('a statement that nobody waits for', () => {
  const audit = 'insert into audit_log (at, action, subject_type, subject_id) values ($1, $2, $3, $4)';
  const audited = (subject: string) =>
    given.rows<{ action: string }>('select action from audit_log where subject_id = $1 order by id', [
      subject,
    ]);

  it('is in the transaction, in its turn', async () => {
    const subject = randomUUID();
    const seen = await unitOfWork.worker({}, async (tx) => {
      tx.write(audit, [tx.now, 'first', 'note', subject]);
      tx.write(audit, [tx.now, 'second', 'note', subject]);
      return tx.query<{ action: string }>('select action from audit_log where subject_id = $1 order by id', [
        subject,
      ]);
    });
    expect(seen.map(({ action }) => action)).toEqual(['first', 'second']);
    expect(await audited(subject)).toEqual(seen);
  });

  it('fails the transaction by its own error, whatever came after it', async () => {
    const subject = randomUUID();
    const broken = (goOn: (tx: Tx) => Promise<unknown>) =>
      unitOfWork.worker({}, async (tx) => {
        tx.write(audit, [tx.now, 'before', 'note', subject]);
        tx.write(audit, ['no time', 'broken', 'note', subject]);
        await goOn(tx);
      });
    await expect(broken(async () => undefined)).rejects.toMatchObject({ code: '22007' });
    await expect(broken((tx) => tx.query('select 1'))).rejects.toMatchObject({ code: '22007' });
    expect(await audited(subject)).toEqual([]);
  });

  it('fails a savepoint by its own error as well', async () => {
    const failure = await unitOfWork
      .worker({}, (tx) =>
        tx.savepoint(async () => {
          tx.write(`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`, []);
          await tx.query('select 1');
        }),
      )
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: '40P01' });
  });

  it('is taken back to a savepoint with what was gathered behind it', async () => {
    const subject = randomUUID();
    const written: string[] = [];
    const write = async (_: Tx, items: readonly string[]) => void written.push(...items);
    await unitOfWork.worker({}, async (tx) => {
      tx.gather('kept', write);
      const inner = tx.savepoint(async () => {
        tx.gather('taken back', write);
        tx.write(audit, ['no time', 'broken', 'note', subject]);
      });
      await expect(inner).rejects.toMatchObject({ code: '22007' });
      tx.write(audit, [tx.now, 'after', 'note', subject]);
      tx.gather('kept too', write);
    });
    expect(written).toEqual(['kept', 'kept too']);
    expect(await audited(subject)).toEqual([{ action: 'after' }]);
  });
});
