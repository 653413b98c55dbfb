import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRegistered } from '#libs/contracts';
import { eventually, officeOrganization, publishAs, testApp } from '#libs/testing';
import { LiaisonModule } from '../../apps/liaison/src/liaison.module.js';
import { migrations } from '../../apps/liaison/src/persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
const admin = { organization: officeOrganization, role: 'admin' as const };
const { topic, aggregate, type, examples } = OrganizationRegistered;

beforeAll(async () => {
  app = await testApp('liaison', { module: LiaisonModule, migrations });
});
afterAll(() => app.close());

const publish = (subject: string, sequence: number, data: object = examples[0]) =>
  publishAs(app.broker, { type, topic, aggregate, subject, sequence, data });
const act = (what: 'release' | 'skip', key: string, reason = 'the sender mended it') =>
  app.call('POST', `/operations/parked-keys/${what}`, admin, { topic, key, reason });
const parked = async () => (await app.call('GET', '/operations/messages', admin)).body.parkedKeys;

describe('an operator', () => {
  it('sees what waits; releases what works again; skips, with a reason, what never will', async () => {
    const key = randomUUID();
    await publish(key, 1, { organizationType: 5 });
    await publish(key, 2);
    await eventually(async () =>
      expect(await parked()).toMatchObject([
        { topic, key, reason: 'poison', errorCode: 'ContractBroken', events: 2 },
      ]),
    );
    expect(await act('release', key)).toMatchObject({
      status: 409,
      body: { code: 'parked-key/still-fails', cause: 'ContractBroken' },
    });
    expect(await parked()).toMatchObject([{ key, events: 2 }]);
    expect((await act('skip', key)).status).toBe(204);
    expect((await act('release', key)).status).toBe(204);
    expect(await parked()).toEqual([]);
    const state = (await app.call('GET', '/operations/messages', admin)).body;
    expect(state).toMatchObject({ outboxPending: 0, lagRecords: 0 });
  });

  it('is shown a parked key by topic, id and code, and nothing of what its events hold (R65)', async () => {
    const key = randomUUID();
    const planted = `planted-${randomUUID()}`;
    await publish(key, 1, { organizationType: planted, planted });
    await eventually(async () =>
      expect(await parked()).toEqual([
        { topic, key, reason: 'poison', errorCode: 'ContractBroken', since: expect.any(String), events: 1 },
      ]),
    );
    const answers = [
      await app.call('GET', '/operations/messages', admin),
      await act('release', key),
      await act('skip', key),
      await act('release', key),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 204, 204]);
    expect(JSON.stringify(answers)).not.toContain(planted);
  });

  it('says why, names a key that is parked, and is an admin', async () => {
    expect((await act('skip', randomUUID())).body.code).toBe('parked-key/unknown');
    expect((await act('release', randomUUID(), '')).status).toBe(400);
    for (const role of ['liaison_officer', 'ngo_worker', 'partner_system', 'auditor'] as const) {
      const other = { organization: randomUUID(), role };
      expect((await app.call('GET', '/operations/messages', other)).status).toBe(403);
      expect((await app.call('POST', '/operations/parked-keys/skip', other, {})).status).toBe(403);
    }
    expect((await app.call('GET', '/operations/messages', null)).status).toBe(401);
  });
});
