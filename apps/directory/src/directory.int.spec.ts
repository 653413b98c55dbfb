import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/kernel';
import { eventually, officeOrganization, testApp } from '#libs/testing';
import pg from 'pg';
import { DirectoryModule } from './directory.module.js';
import { migrations } from './persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
let database: pg.Client;
const officer = { organization: officeOrganization, role: 'liaison_officer' as Role };
const year = 365 * 24 * 3_600_000;
const inAYear = () => new Date(Date.now() + year).toISOString();

beforeAll(async () => {
  app = await testApp('directory', {
    module: DirectoryModule,
    migrations,
    // As a hub outside of tests: who is not known to be active is refused.
    environment: { TRUST_UNREGISTERED: 'false' },
  });
  database = new pg.Client({ connectionString: app.database.adminUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await app.close();
});

const post = (path: string, body: object = {}, as: Parameters<typeof app.call>[2] = officer) =>
  app.call('POST', `/v1/${path}`, as, body);

async function applied(type = 'ngo'): Promise<string> {
  const { status, body } = await post('organizations', { name: { en: 'A name', fr: 'Un nom' }, type });
  expect({ status, standing: body.standing }).toEqual({ status: 201, standing: 'applied' });
  return body.id;
}

/** … and let in: what the directory told of itself has come back to it. */
async function active(until = inAYear(), type = 'ngo'): Promise<string> {
  const id = await applied(type);
  for (const [step, body] of [
    ['vet', {}],
    ['agreement', { until }],
    ['activate', {}],
  ] as const)
    expect(await post(`organizations/${id}/${step}`, body)).toMatchObject({ status: 200 });
  await eventually(async () => expect(await asked(id)).toMatchObject({ status: 200 }));
  return id;
}

async function eventsOf(id: string): Promise<string[]> {
  const { rows } = await database.query<{ type: string }>(
    'select type from event_log where aggregate_id = $1 order by aggregate_version',
    [id],
  );
  return rows.map(({ type }) => type.replace(/^directory\.|\.v1$/g, ''));
}

const asked = (organization: string, role: Role = 'ngo_worker', member?: string) =>
  app.call('GET', '/v1/regional-hubs', { organization, role, ...(member ? { member } : {}) });

describe('an organization (R65)', () => {
  it('applies, is vetted, gets an agreement with an end, becomes active: an event for each step', async () => {
    const until = inAYear();
    const id = await active(until);
    const { body } = await app.call('GET', `/v1/organizations/${id}`, officer);
    expect(body).toMatchObject({ standing: 'active', agreementUntil: until });
    expect(await eventsOf(id)).toEqual([
      'organization-applied',
      'organization-vetted',
      'agreement-recorded',
      'organization-registered',
      'organization-activated',
    ]);
  });

  it('is let in when it is active, and at no step before', async () => {
    const id = await applied();
    const isRefused = async (standing: string) =>
      eventually(async () =>
        expect(await asked(id)).toMatchObject({
          status: 403,
          body: { code: 'organization/not-active', standing },
        }),
      );
    await isRefused('applied');
    await post(`organizations/${id}/vet`);
    await post(`organizations/${id}/agreement`, { until: inAYear() });
    await isRefused('applied');
    await post(`organizations/${id}/activate`);
    await eventually(async () => expect(await asked(id)).toMatchObject({ status: 200 }));
  });

  it('is suspended and reinstated by the office; its members are refused meanwhile', async () => {
    const id = await active();
    await post(`organizations/${id}/suspend`, { reasonCode: 'security_incident' });
    await eventually(async () =>
      expect(await asked(id)).toMatchObject({ status: 403, body: { standing: 'suspended' } }),
    );
    await post(`organizations/${id}/reinstate`);
    await eventually(async () => expect(await asked(id)).toMatchObject({ status: 200 }));
  });

  it('ends with its agreement, by itself, at the date; renewed, it stays', async () => {
    const soon = new Date(Date.now() + 20 * 60_000).toISOString();
    const [lapsing, renewed] = [await active(soon), await active(soon)];
    expect(await post(`organizations/${renewed}/agreement`, { until: inAYear() })).toMatchObject({
      status: 200,
      body: { standing: 'active' },
    });
    await app.database.moveTime(21 * 60_000);
    await eventually(async () => expect((await eventsOf(lapsing)).at(-1)).toBe('organization-ended'));
    const read = async (id: string) => (await app.call('GET', `/v1/organizations/${id}`, officer)).body;
    expect(await read(lapsing)).toMatchObject({ standing: 'ended' });
    expect(await read(renewed)).toMatchObject({ standing: 'active' });
    await eventually(async () => expect(await asked(lapsing)).toMatchObject({ status: 403 }));
    await app.database.moveTime(0);
  });

  it('is the office’s to admit: no other organization’s administrator or officer decides', async () => {
    const id = await applied();
    for (const role of ['admin', 'liaison_officer'] as const)
      expect(await post(`organizations/${id}/vet`, {}, { organization: id, role })).toMatchObject({
        status: 403,
        body: { code: expect.stringMatching(/^(role\/operators-alone|organization\/not-active)$/) },
      });
    const partner = { organization: await active(), role: 'admin' as Role };
    expect(await post(`organizations/${id}/vet`, {}, partner)).toMatchObject({
      status: 403,
      body: { code: 'role/operators-alone' },
    });
    expect(await post(`organizations/${id}/vet`, {}, { ...officer, amr: ['pwd'] })).toMatchObject({
      status: 403,
      body: { code: 'token/second-factor-needed' },
    });
  });

  it('that operates the hub cannot be suspended or ended', async () => {
    await post('organizations', {
      id: officeOrganization,
      name: { en: 'Office', fr: 'Bureau' },
      type: 'liaison_office',
    });
    for (const step of ['suspend', 'end'])
      expect(
        await post(`organizations/${officeOrganization}/${step}`, { reasonCode: 'other' }),
      ).toMatchObject({
        status: 409,
        body: { code: 'organization/operates-the-hub' },
      });
  });
});

describe('members (R65)', () => {
  it('are invited, changed and removed by their own administrator; the token must say the same', async () => {
    const organization = await active();
    const admin = { organization, role: 'admin' as Role, member: randomUUID() };
    const member = randomUUID();
    const invited = await post('members', { memberId: member, role: 'ngo_worker' }, admin);
    expect(invited).toMatchObject({
      status: 201,
      headers: { location: `/v1/members/${member}` },
      body: { id: member, status: 'active', role: 'ngo_worker' },
    });
    await eventually(async () =>
      expect(await asked(organization, 'hub_coordinator', member)).toMatchObject({
        status: 403,
        body: { code: 'member/other-role', role: 'ngo_worker' },
      }),
    );
    expect(await asked(organization, 'ngo_worker', member)).toMatchObject({ status: 200 });

    expect(await post(`members/${member}/role`, { role: 'privacy_officer' }, admin)).toMatchObject({
      status: 200,
    });
    await eventually(async () =>
      expect(await asked(organization, 'ngo_worker', member)).toMatchObject({ status: 403 }),
    );
    expect(await asked(organization, 'privacy_officer', member)).toMatchObject({ status: 200 });

    expect(await post(`members/${member}/remove`, {}, admin)).toMatchObject({
      status: 200,
      body: { status: 'removed' },
    });
    await eventually(async () =>
      expect(await asked(organization, 'privacy_officer', member)).toMatchObject({
        status: 403,
        body: { code: 'member/removed', titles: { fr: expect.stringContaining('administration') } },
      }),
    );
    const list = await app.call('GET', '/v1/members', admin);
    expect(list.body.items).toMatchObject([{ id: member, status: 'removed' }]);
  });

  it('are nobody else’s: another organization’s administrator finds none of them, and removes none', async () => {
    const [own, other] = [await active(), await active()];
    const member = randomUUID();
    await post('members', { memberId: member, role: 'ngo_worker' }, { organization: own, role: 'admin' });
    const stranger = { organization: other, role: 'admin' as Role };
    expect(await app.call('GET', `/v1/members/${member}`, stranger)).toMatchObject({ status: 404 });
    expect((await app.call('GET', '/v1/members', stranger)).body.items).toEqual([]);
    expect(await post(`members/${member}/remove`, {}, stranger)).toMatchObject({ status: 404 });
    // The same account in another organization is another membership.
    await post('members', { memberId: member, role: 'ngo_worker' }, stranger);
    expect(await post(`members/${member}/remove`, {}, stranger)).toMatchObject({ status: 200 });
    expect(await asked(own, 'ngo_worker', member)).toMatchObject({ status: 200 });
    expect(
      await app.call('GET', `/v1/members/${member}`, { organization: own, role: 'admin' }),
    ).toMatchObject({
      body: { status: 'active' },
    });
  });

  it('are an administrator’s to manage, with a second factor; a role that does not fit is refused', async () => {
    const organization = await active();
    const body = { memberId: randomUUID(), role: 'ngo_worker' };
    expect(await post('members', body, { organization, role: 'ngo_worker' })).toMatchObject({ status: 403 });
    expect(await post('members', body, { organization, role: 'admin', amr: ['pwd'] })).toMatchObject({
      status: 403,
      body: { code: 'token/second-factor-needed' },
    });
    expect(
      await post('members', { ...body, role: 'liaison_officer' }, { organization, role: 'admin' }),
    ).toMatchObject({ status: 422, body: { code: 'member/role-not-for-this-organization' } });
  });

  it('two first decisions on one member at once are one after the other', async () => {
    const organization = await active();
    const admin = { organization, role: 'admin' as Role };
    const member = randomUUID();
    const answers = await Promise.all([
      post('members', { memberId: member, role: 'ngo_worker' }, admin),
      post('members', { memberId: member, role: 'ngo_worker' }, admin),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});
