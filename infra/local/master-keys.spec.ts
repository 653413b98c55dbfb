import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { addMasterKey, makeMasterKey, masterKeyIds, removeMasterKey } from './master-keys.js';

it('the file of master keys: a new one comes first, an earlier one goes, and a start changes nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-keys-'));
  const file = join(folder, 'master-keys');
  makeMasterKey(file, randomBytes(32).toString('base64'));
  const [first] = masterKeyIds(file);
  makeMasterKey(file, randomUUID());
  expect(masterKeyIds(file)).toEqual([first]);
  const second = addMasterKey(file);
  expect(masterKeyIds(file)).toEqual([second, first]);
  removeMasterKey(file, first!);
  expect(masterKeyIds(file)).toEqual([second]);
  rmSync(folder, { recursive: true });
});
