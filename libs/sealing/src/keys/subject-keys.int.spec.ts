import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testKeysDatabase } from '#libs/testing';
import pg from 'pg';
import { keysPool } from '../sealing.module.js';
import { MasterKeys, parseMasterKeys } from './master-keys.js';
import { placeOf, SubjectKeys } from './subject-keys.js';

const oldKey = `old:${randomBytes(32).toString('base64')}`;
const newKey = `new:${randomBytes(32).toString('base64')}`;
const text = 'Amélie ne parle pas à midi';

let database: Awaited<ReturnType<typeof testKeysDatabase>>;
let admin: pg.Client;
const opened: SubjectKeys[] = [];

/** As one process of an app has them. */
function keysOf(app: 'referrals' | 'notifications', masterKeys = oldKey): SubjectKeys {
  const keys = new SubjectKeys({
    app,
    pool: keysPool(database.urlOf(app), app),
    masterKeys: new MasterKeys(() => parseMasterKeys(masterKeys)),
  });
  opened.push(keys);
  return keys;
}

beforeAll(async () => {
  database = await testKeysDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await Promise.all(opened.map((keys) => keys.close()));
  await admin.end();
  await database.drop();
});

const place = placeOf('referral', randomUUID(), 'note');

describe('a subject’s key (R18)', () => {
  it('opens what it sealed, in the process that sealed and in any other', async () => {
    const subject = randomUUID();
    const keys = keysOf('referrals');
    const sealed = await keys.seal(subject, text, place);
    expect(sealed.includes('lie')).toBe(false);
    expect(await keys.unseal(subject, sealed, place)).toBe(text);
    expect(await keysOf('referrals').unseal(subject, sealed, place)).toBe(text);
  });

  it('many that seal for a new subject at once make one key', async () => {
    const subject = randomUUID();
    const keys = [keysOf('referrals'), keysOf('referrals')];
    const sealed = await Promise.all(
      Array.from({ length: 20 }, (_, index) => keys[index % 2]!.seal(subject, text, place)),
    );
    for (const one of sealed) expect(await keysOf('referrals').unseal(subject, one, place)).toBe(text);
  });

  it('opens nothing that was moved to another record, column, table, subject or app', async () => {
    const [subject, record] = [randomUUID(), randomUUID()];
    const keys = keysOf('referrals');
    const sealed = await keys.seal(subject, text, placeOf('referral', record, 'note'));
    for (const elsewhere of [
      placeOf('referral', randomUUID(), 'note'),
      placeOf('referral', record, 'reason'),
      placeOf('request', record, 'note'),
    ])
      await expect(keys.unseal(subject, sealed, elsewhere)).rejects.toThrow(
        `What is sealed at ${elsewhere} does not open`,
      );
    const other = randomUUID();
    await keys.seal(other, text, place);
    await expect(keys.unseal(other, sealed, placeOf('referral', record, 'note'))).rejects.toThrow(
      'does not open',
    );
    await keysOf('notifications').seal(subject, text, place);
    await expect(
      keysOf('notifications').unseal(subject, sealed, placeOf('referral', record, 'note')),
    ).rejects.toThrow('does not open');
  });

  it('that is not there is an error, not an erased subject', async () => {
    const sealed = await keysOf('referrals').seal(randomUUID(), text, place);
    await expect(keysOf('referrals').unseal(randomUUID(), sealed, place)).rejects.toThrow(
      'its key is not in the keys database',
    );
  });

  it('that does not open leaves nothing of the text, the sealed bytes or the subject in the error', async () => {
    const subject = randomUUID();
    const keys = keysOf('referrals');
    const sealed = await keys.seal(subject, text, place);
    sealed[sealed.length - 1]! ^= 1;
    const error = await keys.unseal(subject, sealed, place).catch((caught: Error) => caught);
    const shown = JSON.stringify({
      ...(error as Error),
      message: String(error),
      stack: (error as Error).stack,
    });
    for (const secret of [text, subject, sealed.toString('hex'), sealed.toString('base64')])
      expect(shown).not.toContain(secret);
    expect((error as Error).name).toBe('SealBroken');
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('a destroyed key (R18)', () => {
  it('is gone from the database, leaves a tombstone, and opens nothing', async () => {
    const subject = randomUUID();
    const keys = keysOf('referrals');
    const sealed = await keys.seal(subject, text, place);
    const { destroyedAt } = await keys.destroy(subject);
    expect(await keys.unseal(subject, sealed, place)).toBeNull();
    expect(await keysOf('referrals').unseal(subject, sealed, place)).toBeNull();
    const { rows } = await admin.query('select * from subject_key where subject_id = $1', [subject]);
    expect(rows).toEqual([
      {
        app: 'referrals',
        subject_id: subject,
        wrapped_key: null,
        master_key_id: null,
        made_at: expect.any(Date),
        destroyed_at: destroyedAt,
      },
    ]);
    expect(await keys.destroy(subject)).toEqual({ destroyedAt });
  });

  it('opens for five seconds at most in a process that had it, whatever that process does', async () => {
    const subject = randomUUID();
    const [here, elsewhere] = [keysOf('referrals'), keysOf('referrals')];
    const sealed = await elsewhere.seal(subject, text, place);
    await here.destroy(subject);
    const destroyedAt = performance.now();
    while ((await elsewhere.unseal(subject, sealed, place)) !== null) {
      expect(performance.now() - destroyedAt).toBeLessThan(6_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await elsewhere.unseal(subject, sealed, place)).toBeNull();
  });

  it('is never followed by a new one for the same subject, also where there was none yet', async () => {
    const [used, unused] = [randomUUID(), randomUUID()];
    const keys = keysOf('referrals');
    await keys.seal(used, text, place);
    for (const subject of [used, unused]) {
      await keys.destroy(subject);
      await expect(keysOf('referrals').seal(subject, text, place)).rejects.toMatchObject({
        code: 'subject/erased',
        kind: 'conflict',
      });
    }
    const revive = `update subject_key set wrapped_key = 'new', master_key_id = 'old', destroyed_at = null where subject_id = $1`;
    await expect(admin.query(revive, [used])).rejects.toThrow('a subject key is wrapped anew or destroyed');
  });
});

describe('the keys database', () => {
  it('shows and gives each app its own keys alone, and its owner none', async () => {
    const subject = randomUUID();
    await keysOf('referrals').seal(subject, text, place);
    const seenBy = async (url: string) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<{ app: string }>('select distinct app from subject_key');
      const change = await client
        .query(
          `insert into subject_key (app, subject_id, made_at, destroyed_at) values ('referrals', $1, now(), now())`,
          [randomUUID()],
        )
        .catch((error: Error) => error.message);
      const taken = await client.query('delete from subject_key').catch((error: Error) => error.message);
      await client.end();
      return { apps: rows.map(({ app }) => app), change, taken };
    };
    await keysOf('notifications').seal(subject, text, place);
    expect(await seenBy(database.urlOf('notifications'))).toEqual({
      apps: ['notifications'],
      change: expect.stringContaining('violates row-level security policy'),
      taken: expect.stringContaining('permission denied'),
    });
    expect(await seenBy(database.ownerUrl)).toMatchObject({
      apps: [],
      change: expect.stringContaining('violates row-level security policy'),
    });
  });

  it('holds nothing with which a key could be opened', async () => {
    const subject = randomUUID();
    await keysOf('referrals').seal(subject, text, place);
    const { rows } = await admin.query<{ wrapped_key: Buffer; master_key_id: string }>(
      'select wrapped_key, master_key_id from subject_key where subject_id = $1',
      [subject],
    );
    expect(rows[0]!.master_key_id).toBe('old');
    const withAnother = keysOf('referrals', newKey);
    await expect(withAnother.seal(subject, text, place)).rejects.toThrow('There is no master key "old" here');
  });
});
