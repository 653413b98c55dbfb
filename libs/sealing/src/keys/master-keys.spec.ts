import { randomBytes } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Reading } from '#libs/platform';
import { readSealingConfig } from '../config.js';
import { MasterKeys, masterKeysOfFile, parseMasterKeys } from './master-keys.js';

const folder = mkdtempSync(join(tmpdir(), 'hub-master-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const one = randomBytes(32).toString('base64');
const other = randomBytes(32).toString('base64');
const portOf = (text: string) => new MasterKeys(() => parseMasterKeys(text));
const readFrom = (more: Record<string, string>) => {
  const read = new Reading({ KEYS_DATABASE_URL: 'postgres://localhost/keys', ...more });
  return read.finish({ ...readSealingConfig('referrals', read), shown: read.settings() });
};

const messageOf = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('master keys (R18)', () => {
  it('the first wraps, each opens what it wrapped, in its place', async () => {
    const key = randomBytes(32);
    const before = await portOf(`old:${one}`).wrap(key, 'subject 1');
    const both = portOf(`new:${other}\nold:${one}`);
    expect(before.masterKeyId).toBe('old');
    expect(await both.currentId()).toBe('new');
    expect(await both.unwrap(before, 'subject 1')).toEqual(key);
    expect((await both.wrap(key, 'subject 1')).masterKeyId).toBe('new');
    await expect(both.unwrap(before, 'subject 2')).rejects.toThrow('unable to authenticate data');
  });

  it('one that is gone is named, with what to do', async () => {
    const wrapped = await portOf(`old:${one}`).wrap(randomBytes(32), 'subject 1');
    await expect(portOf(`new:${other}`).unwrap(wrapped, 'subject 1')).rejects.toThrow(
      'There is no master key "old" here: put it back behind the current one.',
    );
  });

  it('one without a name has the same name wherever it is read', () => {
    const [name] = parseMasterKeys(one).map(({ id }) => id);
    expect(parseMasterKeys(`${other},\n ${one}`).map(({ id }) => id)[1]).toBe(name);
    expect(name).toMatch(/^k[0-9a-f]{12}$/);
  });

  it('are read from a file again when it has changed', async () => {
    const file = join(folder, 'changing');
    writeFileSync(file, `old:${one}\n`);
    const port = new MasterKeys(masterKeysOfFile(file));
    expect(await port.currentId()).toBe('old');
    writeFileSync(`${file}.new`, `new:${other}\nold:${one}\n`);
    renameSync(`${file}.new`, file);
    expect(await port.currentId()).toBe('new');
  });

  it('come from MASTER_KEYS, or from the file that MASTER_KEYS_FILE names', () => {
    const file = join(folder, 'configured');
    writeFileSync(file, `new:${other}\nold:${one}\n`);
    for (const more of [{ MASTER_KEYS_FILE: file }, { MASTER_KEYS: `new:${other}, old:${one}` }])
      expect(
        readFrom(more)
          .masterKeys()
          .map(({ id }) => id),
      ).toEqual(['new', 'old']);
  });

  it.each([
    ['none', {}, 'MASTER_KEYS is missing'],
    [
      'too short',
      { MASTER_KEYS: 'c2VjcmV0' },
      'MASTER_KEYS cannot be used: key 1 is not 32 bytes in base64.',
    ],
    ['no base64', { MASTER_KEYS: `${one},secret!` }, 'key 2 is not 32 bytes in base64.'],
    ['twice', { MASTER_KEYS: `a:${one},a:${other}` }, 'two keys are called "a".'],
    ['no file', { MASTER_KEYS_FILE: join(folder, 'missing') }, 'which cannot be read (ENOENT)'],
  ])('what is wrong is said without the key: %s', (_, more: Record<string, string>, fault) => {
    const said = messageOf(() => readFrom(more));
    expect(said).toContain(fault);
    for (const key of [one, other, 'c2VjcmV0', 'secret!']) expect(said).not.toContain(key);
  });

  it('are printed by nothing', () => {
    const config = readFrom({ MASTER_KEYS: one });
    const hex = Buffer.from(one, 'base64').toString('hex');
    const printed = [config, config.masterKeys(), portOf(one)]
      .flatMap((thing) => [inspect(thing, { depth: 9, showHidden: true }), JSON.stringify(thing)])
      .join('\n');
    for (const form of [one, hex, hex.replace(/(..)/g, '$1 ').trim()]) expect(printed).not.toContain(form);
    expect(printed).toContain('SecretKeyObject');
  });
});
