import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusal, Refusal } from '#libs/kernel';
import { eventually, testUnitOfWork } from '#libs/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { commandOf, newNote, NoteRow, noteDatabase, saveNote } from '../given.js';
import type { Tx } from './tx.js';
import { UnitOfWork } from './unit-of-work.js';

const no = refusal('note/no', 'conflict', 'No.', 'Non.');

let given: Awaited<ReturnType<typeof noteDatabase>>;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;

beforeAll(async () => {
  given = await noteDatabase();
  open = await testUnitOfWork(given.database, [NoteRow]);
});
afterAll(async () => {
  await open.close();
  await given.close();
});

/** The mistake: the organization is set for the connection, not for the transaction. */
class CarelessClient extends pg.Client {
  override query(...[statement, ...more]: any[]): any {
    const text = statement.text?.replace(/(set_config\('hub\.organization', '[^']*', )true/, '$1false');
    return super.query(text === undefined ? statement : { ...statement, text }, ...more);
  }
}

const ownOrganization = async (tx: Tx) => {
  const [row] = await tx.query<{ organization: string | null; pid: number }>(
    'select hub_organization() as organization, pg_backend_pid() as pid',
  );
  return row!;
};

const asleep = 'select pg_sleep(60)';

/** Cancels or ends a session in the middle of its sleep, and never in what comes after it. */
const whenAsleep = (pid: number, by: 'pg_cancel_backend' | 'pg_terminate_backend') =>
  eventually(
    async () =>
      expect(
        await given.rows(
          `select ${by}(pid) from pg_stat_activity where pid = $1 and state = 'active' and query = $2`,
          [pid, asleep],
        ),
      ).toHaveLength(1),
    { timeoutMilliseconds: 60_000 },
  );

/** How a transaction may end; each of them gives its connection back to the pool. */
const endings: Readonly<Record<string, (tx: Tx, pid: number) => Promise<unknown>>> = {
  success: () => Promise.resolve(),
  refusal: () => Promise.reject(new Refusal(no)),
  error: (tx) => tx.query('select 1 / 0'),
  cancelled: (tx, pid) => Promise.all([tx.query(asleep), whenAsleep(pid, 'pg_cancel_backend')]),
  timeout: async (tx) => {
    await tx.query('set local statement_timeout = 5');
    await tx.query(asleep);
  },
  'lost connection': (tx, pid) => Promise.all([tx.query(asleep), whenAsleep(pid, 'pg_terminate_backend')]),
};
const rare: readonly string[] = ['cancelled', 'timeout', 'lost connection'];

/** Transactions of many organizations on a pool of two, however they end; returns who saw whose organization. */
async function carriedOver(rounds: number, extra: object = {}) {
  const narrow = await new DataSource({
    type: 'postgres',
    url: given.database.appUrl,
    entities: [NoteRow],
    synchronize: false,
    installExtensions: false,
    poolSize: 2,
    extra: { pipeline: true, ...extra },
    logging: false,
    poolErrorHandler: () => undefined,
  }).initialize();
  const work = new UnitOfWork(narrow, open.worker);
  const organizations = Array.from({ length: 40 }, () => randomUUID());
  const ended: Record<string, number> = {};
  const carried: string[] = [];
  const common = ['success', 'success', 'refusal', 'error', 'nobody'];
  try {
    await Promise.all(
      Array.from({ length: rounds }, async (_, index) => {
        const ending = index % 60 === 0 ? rare[(index / 60) % rare.length]! : common[index % common.length]!;
        const organization = organizations[(index * 7) % organizations.length]!;
        ended[ending] = (ended[ending] ?? 0) + 1;
        if (ending === 'nobody') {
          const [row] = (await narrow.query(
            'select hub_organization() as organization, (select count(*)::int from note) as notes',
          )) as { organization: string | null; notes: number }[];
          if (row!.organization !== null || row!.notes > 0)
            carried.push(`nobody saw ${row!.notes} notes as ${row!.organization}`);
          return;
        }
        const run = async (tx: Tx) => {
          const seen = await ownOrganization(tx);
          if (seen.organization !== organization) carried.push(`${organization} saw as ${seen.organization}`);
          if (index % 4 === 0) await saveNote(tx, newNote(organization), organization);
          const texts = await tx.query<{ text: string }>('select text from note limit 200');
          if (texts.some(({ text }) => text !== organization))
            carried.push(`${organization} saw another’s note`);
          return endings[ending]!(tx, seen.pid);
        };
        const context = commandOf(organization);
        const outcome = await (
          index % 2 === 0 ? work.command(context, run) : work.query(context.actor, run)
        ).then(
          () => 'success',
          () => 'failure',
        );
        expect({ ending, outcome }).toEqual({
          ending,
          outcome: ending === 'success' ? 'success' : 'failure',
        });
      }),
    );
    return { ended, carried };
  } finally {
    await narrow.destroy();
  }
}

describe('a pool of two connections', () => {
  it('never carries the organization of one request into the next, however each of three thousand ends', async () => {
    const { ended, carried } = await carriedOver(3_000);
    expect(carried).toEqual([]);
    expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(3_000);
    for (const ending of [...Object.keys(endings), 'nobody']) expect(ended[ending]).toBeGreaterThan(10);
  }, 240_000);

  it('that does is caught', async () => {
    const { carried } = await carriedOver(200, { Client: CarelessClient });
    expect(carried.length).toBeGreaterThan(0);
  }, 240_000);
});
