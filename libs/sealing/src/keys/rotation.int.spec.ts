import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testKeysDatabase } from '#libs/testing';
import { keysPool } from '../sealing.module.js';
import { MasterKeys, masterKeysOfFile } from './master-keys.js';
import { placeOf, SubjectKeys } from './subject-keys.js';

const folder = mkdtempSync(join(tmpdir(), 'hub-rotation-'));
const file = join(folder, 'master-keys');
const oldKey = `old:${randomBytes(32).toString('base64')}`;
const newKey = `new:${randomBytes(32).toString('base64')}`;
const place = placeOf('referral', randomUUID(), 'note');

let database: Awaited<ReturnType<typeof testKeysDatabase>>;
const opened: SubjectKeys[] = [];

/** One process of the service; each has its own cache and reads the file by itself. */
function processOfService(): SubjectKeys {
  const keys = new SubjectKeys({
    app: 'referrals',
    pool: keysPool(database.urlOf('referrals'), 'referrals'),
    masterKeys: new MasterKeys(masterKeysOfFile(file)),
  });
  opened.push(keys);
  return keys;
}

function writeKeys(...lines: string[]): void {
  writeFileSync(`${file}.new`, lines.join('\n'));
  renameSync(`${file}.new`, file);
}

beforeAll(async () => {
  database = await testKeysDatabase();
  writeKeys(oldKey);
});
afterAll(async () => {
  await Promise.all(opened.map((keys) => keys.close()));
  await database.drop();
  rmSync(folder, { recursive: true });
});

describe('the rotation of the master key (R18)', () => {
  it('goes on under load: texts are sealed and opened all the while, destroyed stays destroyed, and then the old key may go', async () => {
    const [one, other, rotating] = [processOfService(), processOfService(), processOfService()];
    const written: { subject: string; sealed: Buffer; text: string }[] = [];
    const write = async (keys: SubjectKeys) => {
      const [subject, text] = [randomUUID(), randomUUID()];
      written.push({ subject, text, sealed: await keys.seal(subject, text, place) });
    };
    for (let index = 0; index < 450; index += 1) await write(one);
    const [destroyed] = written.splice(0, 1);
    await one.destroy(destroyed!.subject);

    const load = { over: false, reads: 0, writes: 0 };
    const use = async (keys: SubjectKeys, elsewhere: SubjectKeys) => {
      while (!load.over) {
        await write(keys);
        load.writes += 1;
        const { subject, sealed, text } = written[Math.floor(Math.random() * written.length)]!;
        expect(await elsewhere.unseal(subject, sealed, place)).toBe(text);
        load.reads += 1;
      }
    };
    const underway = [use(one, other), use(other, one)];
    writeKeys(newKey, oldKey);
    let rounds = 0;
    for (let left = Infinity; left > 0; rounds += 1) ({ left } = await rotating.rewrap());
    expect(rounds).toBeGreaterThan(1);
    expect(Object.keys(await rotating.countByMasterKey())).toEqual(['new']);

    writeKeys(newKey);
    const before = load.reads;
    while (load.reads < before + 50) await new Promise((resolve) => setImmediate(resolve));
    load.over = true;
    await Promise.all(underway);
    expect(load.writes).toBeGreaterThan(0);

    const started = processOfService();
    for (const { subject, sealed, text } of written)
      expect(await started.unseal(subject, sealed, place)).toBe(text);
    expect(await started.unseal(destroyed!.subject, destroyed!.sealed, place)).toBeNull();
  });

  it('that was cut off half way goes on where it was; what the old key still wraps is not lost by waiting', async () => {
    writeKeys(newKey);
    const keys = processOfService();
    const [subject, text] = [randomUUID(), 'Amélie'];
    const sealed = await keys.seal(subject, text, place);
    writeKeys(oldKey);
    await expect(processOfService().unseal(subject, sealed, place)).rejects.toThrow(
      'There is no master key "new" here',
    );
    await expect(processOfService().rewrap()).rejects.toThrow('There is no master key "new" here');
    writeKeys(oldKey, newKey);
    expect(await processOfService().unseal(subject, sealed, place)).toBe(text);
  });
});
