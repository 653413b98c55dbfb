import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRegistered } from '#libs/contracts';
import { eventually, officeOrganization, publishAs, testApp } from '#libs/testing';
import { LiaisonModule } from '../../apps/liaison/src/liaison.module.js';
import { migrations } from '../../apps/liaison/src/persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
const admin = { organization: officeOrganization, role: 'admin' as const };
const ngo = { organization: randomUUID(), role: 'ngo_worker' as const };
const officer = { organization: randomUUID(), role: 'liaison_officer' as const };
const reason = 'the broker lost its disk';
const { topic: directory, aggregate, type, examples } = OrganizationRegistered;

beforeAll(async () => {
  app = await testApp('liaison', { module: LiaisonModule, migrations });
});
afterAll(() => app.close());

const operate = (what: string, body: object) => app.call('POST', `/operations/${what}`, admin, body);
const file = () =>
  app.call('POST', '/v1/liaison-requests', ngo, {
    kind: 'housing_gap',
    needs: ['emergency_bed'],
    regionCode: 'CA-ON',
    urgency: 'urgent',
  });
const pending = async () =>
  (await app.call('GET', '/operations/messages', admin)).body.outboxPending as number;

describe('an operator', () => {
  it('compares an owner’s log with its topics, and replays one aggregate', async () => {
    const data = { organizationType: 'liaison_office', departmentCode: null };
    await publishAs(app.broker, { type, topic: directory, aggregate, subject: officer.organization, data });
    const { body } = await eventually(async () => {
      const answer = await file();
      expect(answer.status).toBe(201);
      return answer;
    });
    await eventually(async () => expect(await pending()).toBe(0));
    expect(await operate('publish-missing', { reason })).toMatchObject({
      status: 200,
      body: { topics: [{ topic: 'liaison.request', missing: 0 }] },
    });
    expect(
      (await operate('replay', { topic: 'liaison.request', key: body.id, fromVersion: 1, reason })).body,
    ).toEqual({ events: 1 });
    await eventually(async () => expect(await pending()).toBe(0));
  });

  it('lets a consumer read its topics again', async () => {
    const subject = randomUUID();
    await publishAs(app.broker, {
      type,
      topic: directory,
      aggregate,
      subject,
      sequence: 1,
      data: examples[0],
    });
    const heard = (await operate('read-again', { reason })).body.topics as { topic: string; read: number }[];
    expect(heard.find(({ topic }) => topic === directory)!.read).toBeGreaterThanOrEqual(1);
  });

  it('says why, and is an admin', async () => {
    for (const what of ['publish-missing', 'read-again', 'replay']) {
      expect((await operate(what, {})).status).toBe(400);
      expect((await app.call('POST', `/operations/${what}`, officer, { reason })).status).toBe(403);
      expect((await app.call('POST', `/operations/${what}`, null, { reason })).status).toBe(401);
    }
    expect((await operate('replay', { topic: 'liaison.request', key: 'nobody', reason })).status).toBe(400);
  });
});
