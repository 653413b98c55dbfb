import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, testUnitOfWork } from '#libs/testing';
import { commandOf, newNote, NoteRow, noteDatabase, saveNote } from '../given.js';
import { noMetrics } from '../observing.js';
import type { Tx } from '../tx/tx.js';
import type { UnitOfWork } from '../tx/unit-of-work.js';
import { clearDeadline, DeadlineWorker, setDeadline } from './deadlines.js';

const minute = 60_000;

let given: Awaited<ReturnType<typeof noteDatabase>>;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;
/** Owners in the order in which they fired. */
let fired: string[];
let meanwhile: (tx: Tx, ownerId: string) => Promise<void> | void;

beforeAll(async () => {
  given = await noteDatabase();
  open = await testUnitOfWork(given.database, [NoteRow]);
});
afterAll(async () => {
  await open.close();
  await given.close();
});
beforeEach(async () => {
  fired = [];
  meanwhile = () => undefined;
  await given.rows('delete from deadline');
});

/** The effect of a deadline is a note that names its owner. */
function newWorker(
  kinds = ['reminder'],
  outcomes: string[] = [],
  unitOfWork = open.unitOfWork,
): DeadlineWorker {
  const fire = async (tx: Tx, ownerId: string) => {
    await saveNote(tx, newNote(`fired ${ownerId}`), randomUUID());
    await meanwhile(tx, ownerId);
    fired.push(ownerId);
  };
  return new DeadlineWorker({
    unitOfWork,
    timers: new Map(kinds.map((kind) => [kind, { fire }])),
    metrics: { ...noMetrics, deadlineFired: (_, outcome) => void outcomes.push(outcome) },
  });
}

const effectsOf = async (ownerId: string) =>
  (await given.rows('select from note where text = $1', [`fired ${ownerId}`])).length;
const set = (ownerId: string, inMinutes: number, kind = 'reminder') =>
  open.unitOfWork.worker({}, async (tx) =>
    setDeadline(tx, kind, ownerId, new Date(tx.now.getTime() + inMinutes * minute)),
  );
const pass = (minutes: number) => given.database.moveTime(minutes * minute);

describe('a deadline', () => {
  it('fires when it is due, not before, and once', async () => {
    const [owner, worker] = [randomUUID(), newWorker()];
    await set(owner, 10);
    expect(await worker.runOnce()).toBe(0);
    await pass(9);
    expect(await worker.runOnce()).toBe(0);
    await pass(1);
    expect(await worker.runOnce()).toBe(1);
    await pass(100);
    expect(await worker.runOnce()).toBe(0);
    expect([fired, await effectsOf(owner)]).toEqual([[owner], 1]);
  });

  it('that falls due after its transaction began waits for the next: whoever decides by that time would say “not yet”', async () => {
    const owner = randomUUID();
    const decidedAt: Date[] = [];
    meanwhile = (tx) => void decidedAt.push(tx.now);
    const late: Pick<UnitOfWork, 'worker'> = {
      worker: (cause, work, first) =>
        open.unitOfWork.worker(
          cause,
          async (tx, found) => {
            await pass(1);
            return work(tx, found);
          },
          first,
        ),
    };
    await set(owner, 0.5);
    const [row] = await given.rows<{ due: Date }>('select due_at as due from deadline');
    await newWorker(['reminder'], [], late as UnitOfWork).runOnce();
    await newWorker().runOnce();
    expect(fired).toEqual([owner]);
    expect(decidedAt[0]!.getTime()).toBeGreaterThanOrEqual(row!.due.getTime());
  });

  it('is one of its kind and owner: setting it again moves it, later or earlier', async () => {
    const [later, earlier, worker] = [randomUUID(), randomUUID(), newWorker()];
    await set(later, 10);
    await set(later, 30);
    await set(earlier, 90);
    await set(earlier, 5);
    await pass(11);
    await worker.runOnce();
    expect(fired).toEqual([earlier]);
    await pass(20);
    await worker.runOnce();
    expect(fired).toEqual([earlier, later]);
  });

  it('that was cleared does not fire; one of another kind stays', async () => {
    const [owner, worker] = [randomUUID(), newWorker(['reminder', 'expiry'])];
    await set(owner, 1);
    await set(owner, 2, 'expiry');
    await open.unitOfWork.worker({}, async (tx) => clearDeadline(tx, 'reminder', owner));
    await pass(1);
    expect(await worker.runOnce()).toBe(0);
    await pass(1);
    expect(await worker.runOnce()).toBe(1);
  });

  it('is set and cleared with its transaction: what rolls back has changed none', async () => {
    const [made, kept, worker] = [randomUUID(), randomUUID(), newWorker()];
    await set(kept, 1);
    const failing = open.unitOfWork.command(commandOf(randomUUID()), async (tx) => {
      setDeadline(tx, 'reminder', made, tx.now);
      clearDeadline(tx, 'reminder', kept);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await pass(1);
    await worker.runOnce();
    expect(fired).toEqual([kept]);
  });

  it('of a kind that has no timer here waits for one', async () => {
    const owner = randomUUID();
    await set(owner, 0, 'unheard');
    expect(await newWorker().runOnce()).toBe(0);
    expect(await newWorker(['unheard']).runOnce()).toBe(1);
  });

  it('may set itself again for later', async () => {
    const [owner, worker] = [randomUUID(), newWorker()];
    meanwhile = (tx, ownerId) => setDeadline(tx, 'reminder', ownerId, new Date(tx.now.getTime() + minute));
    await set(owner, 0);
    expect(await worker.runOnce()).toBe(1);
    expect(await worker.runOnce()).toBe(0);
    await pass(1);
    expect(await worker.runOnce()).toBe(1);
  });

  it('many of them fire in the order in which they are due', async () => {
    const owners = Array.from({ length: 30 }, () => randomUUID());
    for (const [index, owner] of [...owners.entries()].reverse()) await set(owner, index + 1);
    await pass(60);
    expect(await newWorker().runOnce()).toBe(30);
    expect(fired).toEqual(owners);
  });
});

describe('a deadline that fails', () => {
  it('is put off and holds up no other; nothing of its effect stays', async () => {
    const [bad, good] = [randomUUID(), randomUUID()];
    const outcomes: string[] = [];
    const worker = newWorker(['reminder'], outcomes);
    meanwhile = (_, owner) => {
      if (owner === bad) throw new TypeError('no');
    };
    await set(bad, 0);
    await set(good, 0);
    expect(await worker.runOnce()).toBe(1);
    expect([fired, await effectsOf(bad)]).toEqual([[good], 0]);
    expect(outcomes.sort()).toEqual(['done', 'failed']);
    expect(await worker.runOnce()).toBe(0);
  });

  it('is tried again, ever less often, until it works: one effect', async () => {
    const [owner, worker] = [randomUUID(), newWorker()];
    let attempts = 0;
    meanwhile = () => {
      attempts += 1;
      if (attempts <= 4) throw new TypeError('no');
    };
    await set(owner, 0);
    const pausesSeconds: number[] = [];
    while (fired.length === 0 && pausesSeconds.length < 10) {
      await worker.runOnce();
      const [row] = await given.rows<{ wait: number }>(
        'select extract(epoch from retry_at - hub_now())::float8 as wait from deadline',
      );
      if (!row) break;
      pausesSeconds.push(Math.round(row.wait));
      await given.database.moveTime(row.wait * 1000 + 50);
    }
    expect([fired, await effectsOf(owner), attempts]).toEqual([[owner], 1, 5]);
    expect(pausesSeconds).toEqual([1, 2, 4, 8]);
  });

  it('that is set anew meanwhile starts afresh', async () => {
    const [owner, worker] = [randomUUID(), newWorker()];
    meanwhile = () => {
      throw new TypeError('no');
    };
    await set(owner, 0);
    await worker.runOnce();
    await set(owner, 0);
    expect(await given.rows('select failures, retry_at from deadline')).toEqual([
      { failures: 0, retry_at: null },
    ]);
    meanwhile = () => undefined;
    expect(await worker.runOnce()).toBe(1);
  });
});

describe('two workers', () => {
  it('never fire one twice, and together fire all', async () => {
    const owners = Array.from({ length: 200 }, () => randomUUID());
    for (const owner of owners) await set(owner, 0);
    const counts = await Promise.all(Array.from({ length: 4 }, () => newWorker().runOnce()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect([...fired].sort()).toEqual([...owners].sort());
  });

  it('one that hangs in a deadline does not keep the other from the rest', async () => {
    const [slow, quick] = [randomUUID(), randomUUID()];
    let goOn!: () => void;
    let begun!: () => void;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
    meanwhile = async (_, owner) => {
      if (owner !== slow) return;
      begun();
      await mayGoOn;
    };
    await set(slow, -1);
    const hanging = newWorker().runOnce();
    await hasBegun;
    await set(quick, 0);
    expect(await newWorker().runOnce()).toBe(1);
    expect(fired).toEqual([quick]);
    goOn();
    await hanging;
    expect(fired).toEqual([quick, slow]);
  });

  it('that run by themselves notice when time has come, and stop when they are told', async () => {
    const owner = randomUUID();
    const workers = [newWorker(), newWorker()];
    workers.forEach((worker) => worker.start());
    await set(owner, 10);
    await pass(10);
    await eventually(() => expect(fired).toEqual([owner]));
    await Promise.all(workers.map((worker) => worker.stop()));
    const late = randomUUID();
    await set(late, 0);
    expect(await newWorker().runOnce()).toBe(1);
    expect(await effectsOf(owner)).toBe(1);
  });
});
