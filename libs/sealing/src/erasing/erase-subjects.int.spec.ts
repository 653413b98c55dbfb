import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditChain, DeadlineWorker, messagingTables, type TimerHandler } from '#libs/messaging';
import type { AppConfig } from '#libs/platform';
import { testDatabase, testKeysDatabase, testUnitOfWork, type TestDatabase } from '#libs/testing';
import pg from 'pg';
import type { SealingConfig } from '../config.js';
import { MasterKeys, parseMasterKeys } from '../keys/master-keys.js';
import { placeOf, SubjectKeys } from '../keys/subject-keys.js';
import { keysPool } from '../sealing.module.js';
import { DestroyErasedKeys, eraseSubjects } from './erase-subjects.js';
import { erasureTables } from './erasure-tables.migration.js';

const day = 86_400_000;
const keyBackupDays = 45;
const masterKeys = parseMasterKeys(randomBytes(32).toString('base64'));

let database: TestDatabase;
let keysDatabase: Awaited<ReturnType<typeof testKeysDatabase>>;
let units: Awaited<ReturnType<typeof testUnitOfWork>>;
let admin: pg.Client;
let keys: SubjectKeys;
let worker: DeadlineWorker;

beforeAll(async () => {
  [database, keysDatabase] = await Promise.all([
    testDatabase('referrals', [
      messagingTables('referrals'),
      auditChain('referrals'),
      erasureTables('referrals'),
    ]),
    testKeysDatabase(),
  ]);
  units = await testUnitOfWork(database, []);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  keys = new SubjectKeys({
    app: 'referrals',
    pool: keysPool(keysDatabase.urlOf('referrals'), 'referrals'),
    masterKeys: new MasterKeys(() => masterKeys),
  });
  const config = { app: 'referrals', keyBackupDays } as AppConfig & SealingConfig;
  const timers = new Map<string, TimerHandler>([
    ['destroy-erased-keys', new DestroyErasedKeys(keys, config)],
  ]);
  worker = new DeadlineWorker({ unitOfWork: units.unitOfWork, timers });
});
afterAll(async () => {
  await keys.close();
  await units.close();
  await admin.end();
  await Promise.all([database.drop(), keysDatabase.drop()]);
});

const erase = (subject: string, subjectIds: readonly string[]) =>
  units.unitOfWork.worker({}, async (tx) =>
    eraseSubjects(tx, { subject, mode: 'actual', correlationId: subject }, subjectIds),
  );
const reported = async (subject: string) =>
  (
    await admin.query<{ body: string; aggregate_version: number; type: string }>(
      'select body, aggregate_version, type from event_log where aggregate_id = $1 order by aggregate_version',
      [subject],
    )
  ).rows;

describe('the erasure of a person in one service (R18)', () => {
  it('destroys the keys after the commit, keeps a tombstone that names nobody, and tells when it is complete', async () => {
    const [erasure, one, other] = [randomUUID(), randomUUID(), randomUUID()];
    const place = placeOf('referral', randomUUID(), 'note');
    const sealed = await Promise.all([one, other].map((subject) => keys.seal(subject, 'Amélie', place)));
    await erase(erasure, [one, other]);
    expect(await reported(erasure)).toEqual([]);
    await worker.runOnce();

    expect(await keys.unseal(one, sealed[0]!, place)).toBeNull();
    expect(await keys.unseal(other, sealed[1]!, place)).toBeNull();
    const { rows } = await admin.query('select * from erasure where id = $1', [erasure]);
    expect(rows).toMatchObject([{ subject_ids: [], version: 1 }]);
    const [event] = await reported(erasure);
    expect(event!.type).toBe('referrals.participant-data-erased.v1');
    const { keysDestroyedAt, completeAt } = JSON.parse(event!.body) as Record<string, string>;
    expect(new Date(completeAt!).getTime() - new Date(keysDestroyedAt!).getTime()).toBe(keyBackupDays * day);
  });

  it('of somebody about whom nothing was written is told all the same', async () => {
    const erasure = randomUUID();
    await erase(erasure, []);
    await worker.runOnce();
    expect(await reported(erasure)).toHaveLength(1);
  });

  it('asked for again destroys what came meanwhile, and tells it under the next number', async () => {
    const [erasure, subject] = [randomUUID(), randomUUID()];
    await erase(erasure, []);
    await worker.runOnce();
    await keys.seal(subject, 'Amélie', 'note');
    await erase(erasure, [subject]);
    await worker.runOnce();
    expect((await reported(erasure)).map((event) => event.aggregate_version)).toEqual([1, 2]);
    await expect(keys.seal(subject, 'Amélie', 'note')).rejects.toMatchObject({ code: 'subject/erased' });
  });

  it('is not told while the keys database is away, and is done when it is back', async () => {
    const [erasure, subject] = [randomUUID(), randomUUID()];
    const sealed = await keys.seal(subject, 'Amélie', 'note');
    const client = new pg.Client({ connectionString: keysDatabase.adminUrl });
    await client.connect();
    await client.query('alter table subject_key rename to subject_key_away');
    await erase(erasure, [subject]);
    await worker.runOnce();
    expect(await reported(erasure)).toEqual([]);
    await client.query('alter table subject_key_away rename to subject_key');
    await client.end();
    await database.moveTime(120_000);
    await worker.runOnce();
    expect(await reported(erasure)).toHaveLength(1);
    expect(await keys.unseal(subject, sealed, 'note')).toBeNull();
  });
});
