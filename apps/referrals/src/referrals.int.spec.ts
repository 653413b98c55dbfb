import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HoldArrived, RequestRouted, RequestWithdrawn } from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { eventually, publishAs, testApp } from '#libs/testing';
import pg from 'pg';
import { migrations } from './persistence/migrations/index.js';
import { ReferralsModule } from './referrals.module.js';

const minute = 60_000;

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;

beforeAll(async () => {
  app = await testApp('referrals', { module: ReferralsModule, migrations });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

const as = (organization: string, role: Role) => ({ organization, role });
type Caller = ReturnType<typeof as>;
const ngo = as(randomUUID(), 'ngo_worker');
const otherNgo = as(randomUUID(), 'ngo_worker');
const hub = as(randomUUID(), 'hub_coordinator');
const otherHub = as(randomUUID(), 'hub_coordinator');

const get = async (path: string, by: Caller) => (await app.call('GET', path, by)).body;
const referralsOf = async (requestId: string, by = hub) =>
  (await get(`/v1/referrals?requestId=${requestId}`, by)).items;

/** Told by the liaison app: a request goes to a hub. */
async function tellRouted(
  requestId: string,
  hubOrganizationId: string | null,
  sequence = 1,
  mode = 'actual',
) {
  const { type, topic, aggregate, examples } = RequestRouted;
  const data = { ...examples[0], senderOrganizationId: ngo.organization, hubOrganizationId };
  const parties = [ngo.organization];
  await publishAs(app.broker, { type, topic, aggregate, subject: requestId, sequence, mode, data, parties });
}

/** The referral of a request that was routed to the hub. */
async function sent(mode = 'actual') {
  const requestId = randomUUID();
  await tellRouted(requestId, hub.organization, 1, mode);
  return eventually(async () => {
    const items = await referralsOf(requestId);
    expect(items).toHaveLength(1);
    return items[0];
  });
}

const tries = (
  by: Caller,
  id: string,
  act: string,
  body: object = {},
  headers: Record<string, string> = {},
) => app.call('POST', `/v1/referrals/${id}/${act}`, by, body, headers);
async function does(by: Caller, id: string, act: string, body: object = {}) {
  const { status, body: answer } = await tries(by, id, act, body);
  expect({ act, status, ...(status === 200 ? {} : { answer }) }).toEqual({ act, status: 200 });
  return answer;
}
async function accepted() {
  const referral = await sent();
  await does(hub, referral.id, 'open');
  return does(hub, referral.id, 'accept');
}

/** Told by the housing app: the person is there. */
async function tellArrived(referralId: string, holdId: string = randomUUID()) {
  const { type, topic, aggregate, examples } = HoldArrived;
  const data = { ...examples[0], referralId };
  await publishAs(app.broker, { type, topic, aggregate, subject: holdId, data });
  return holdId;
}

const becomes = (id: string, state: string) =>
  eventually(async () => {
    const referral = await get(`/v1/referrals/${id}`, hub);
    expect(referral.state).toBe(state);
    return referral;
  });
const waitingFor = async (by: Caller): Promise<string[]> => {
  const ids: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: { items: { id: string }[]; next: string | null } = await get(
      `/v1/referrals?waiting=me&limit=100${next ? `&after=${next}` : ''}`,
      by,
    );
    ids.push(...page.items.map((item) => item.id));
    next = page.next;
  }
  return ids;
};
const eventsOf = async (id: string) =>
  (
    await admin.query<{ type: string; version: number }>(
      'select type, aggregate_version as version from event_log where aggregate_id = $1 order by position',
      [id],
    )
  ).rows.map(({ type, version }) => `${version} ${type.replace(/^referrals\.|\.v1$/g, '')}`);

describe('from a routed request to an outcome', () => {
  it('the hub opens, accepts and schedules; the person arrives; the hub completes (R32)', async () => {
    const referral = await sent();
    expect(referral).toMatchObject({
      state: 'sent',
      waitingOn: 'receiver',
      serviceType: 'shelter',
      senderOrganizationId: ngo.organization,
      receiverOrganizationId: hub.organization,
      version: 1,
    });
    const { id } = referral;
    expect(await waitingFor(hub)).toContain(id);
    expect(await waitingFor(ngo)).not.toContain(id);

    expect(await does(hub, id, 'open')).toMatchObject({ state: 'received' });
    expect(await does(hub, id, 'accept')).toMatchObject({
      state: 'accepted',
      acceptedAt: expect.any(String),
    });
    expect(await does(hub, id, 'schedule')).toMatchObject({ state: 'scheduled' });
    const holdId = await tellArrived(id);
    expect(await becomes(id, 'in_service')).toMatchObject({ holdId, waitingOn: 'receiver' });
    const completed = await does(hub, id, 'complete', { outcome: 'served' });
    expect(completed).toMatchObject({ state: 'completed', outcome: 'served', waitingOn: 'nobody' });
    expect(await waitingFor(hub)).not.toContain(id);
    expect(await get(`/v1/referrals/${id}`, ngo)).toMatchObject({ state: 'completed' });
    expect(await eventsOf(id)).toEqual([
      '1 referral-sent',
      '2 referral-received',
      '3 referral-accepted',
      '4 referral-scheduled',
      '5 referral-service-started',
      '6 referral-completed',
    ]);
  });

  it('that needs no bed: the receiver says that it has met the person, and completes (R32)', async () => {
    const { id } = await accepted();
    expect(await tries(hub, id, 'meet')).toMatchObject({
      status: 409,
      body: { code: 'referral/not-in-this-state', state: 'accepted', allowedFrom: ['scheduled'] },
    });
    await does(hub, id, 'schedule');
    expect(await tries(ngo, id, 'meet')).toMatchObject({ status: 403 });
    expect(await does(hub, id, 'meet')).toMatchObject({ state: 'in_service', holdId: null, version: 5 });
    expect(await does(hub, id, 'complete', { outcome: 'served' })).toMatchObject({ state: 'completed' });
    expect((await eventsOf(id)).slice(-2)).toEqual(['5 referral-service-started', '6 referral-completed']);
  });

  it('opens once although the event comes twice (R61)', async () => {
    const requestId = randomUUID();
    for (let time = 0; time < 3; time += 1) await tellRouted(requestId, hub.organization);
    // A later event of the same request: once it was heard, so were the repeats before it.
    const { type, topic, aggregate, examples } = RequestWithdrawn;
    const later = { type, topic, aggregate, subject: requestId, sequence: 2, data: examples[0] };
    await publishAs(app.broker, later);
    await eventually(async () => {
      const items = await referralsOf(requestId);
      expect(items.map((item: { state: string }) => item.state)).toEqual(['cancelled']);
    });
    const cursor = await admin.query('select last_version from consumer_cursor where aggregate_id = $1', [
      requestId,
    ]);
    expect(cursor.rows).toEqual([{ last_version: 2 }]);
    expect((await admin.query('select from referral where request_id = $1', [requestId])).rowCount).toBe(1);
  });

  it('a request that goes to no hub opens none', async () => {
    const requestId = randomUUID();
    await tellRouted(requestId, null);
    await eventually(async () => {
      const cursor = await admin.query('select from consumer_cursor where aggregate_id = $1', [requestId]);
      expect(cursor.rowCount).toBe(1);
    });
    expect((await admin.query('select from referral where request_id = $1', [requestId])).rowCount).toBe(0);
  });

  it('has the mode and the story of its request (R62)', async () => {
    const referral = await sent('exercise');
    expect(referral).toMatchObject({ mode: 'exercise' });
    const { rows } = await admin.query<{ mode: string; story: string; parties: string }>(
      `select headers->>'ce_mode' as mode, headers->>'ce_correlationid' as story, headers->>'ce_parties' as parties
       from event_log where aggregate_id = $1`,
      [referral.id],
    );
    expect(rows).toMatchObject([{ mode: 'exercise', story: referral.requestId }]);
    expect(rows[0]!.parties.split(',').sort()).toEqual([ngo.organization, hub.organization].sort());
  });

  it('the arrival alone starts the service, and starts it once', async () => {
    const { id } = await accepted();
    const first = await tellArrived(id);
    await becomes(id, 'in_service');
    const second = await tellArrived(id);
    await eventually(async () => {
      const cursor = await admin.query('select from consumer_cursor where aggregate_id = $1', [second]);
      expect(cursor.rowCount).toBe(1);
    });
    expect(await get(`/v1/referrals/${id}`, hub)).toMatchObject({ state: 'in_service', holdId: first });
  });

  it('a withdrawn request calls off what has not begun, and leaves a running service alone (R11)', async () => {
    const [waiting, running] = [await sent(), await accepted()];
    await tellArrived(running.id);
    await becomes(running.id, 'in_service');
    const { type, topic, aggregate, examples } = RequestWithdrawn;
    for (const { requestId } of [waiting, running])
      await publishAs(app.broker, {
        type,
        topic,
        aggregate,
        subject: requestId,
        sequence: 2,
        data: examples[0],
      });
    expect(await becomes(waiting.id, 'cancelled')).toMatchObject({ reasonCode: 'request_withdrawn' });
    await eventually(async () => {
      const cursor = await admin.query('select last_version from consumer_cursor where aggregate_id = $1', [
        running.requestId,
      ]);
      expect(cursor.rows).toEqual([{ last_version: 2 }]);
    });
    expect(await get(`/v1/referrals/${running.id}`, hub)).toMatchObject({ state: 'in_service' });
  });

  it('a declined one says why, and waits for its sender (R31)', async () => {
    const { id } = await sent();
    const declined = await does(hub, id, 'decline', { reasonCode: 'no_capacity' });
    expect(declined).toMatchObject({ state: 'declined', reasonCode: 'no_capacity', waitingOn: 'sender' });
    expect(await waitingFor(ngo)).toContain(id);
    expect(await waitingFor(hub)).not.toContain(id);
  });

  it.each([
    ['decline', hub],
    ['complete', hub],
    ['cancel', ngo],
  ])('%s needs a code of its list (R31, R32)', async (act, by) => {
    const { id } = await sent();
    for (const body of [{}, { reasonCode: 'because', outcome: 'fine' }]) {
      const { status, body: problem } = await tries(by, id, act, body);
      expect(status).toBe(400);
      expect(problem.errors[0]).toMatchObject({ pointer: expect.stringMatching(/^\/(reasonCode|outcome)$/) });
    }
  });

  it('what is not its turn is refused with where it stands', async () => {
    const { id } = await sent();
    const early = await tries(hub, id, 'complete', { outcome: 'served' });
    expect(early).toMatchObject({
      status: 409,
      body: { code: 'referral/not-in-this-state', state: 'sent', allowedFrom: ['in_service'] },
    });
  });
});

describe('the response clock (R29)', () => {
  it('goes to the hub after thirty minutes, then to the national level, then the referral expires and its sender is told', async () => {
    const { id, sentAt, responseDueAt } = await sent();
    expect(Date.parse(responseDueAt) - Date.parse(sentAt)).toBe(30 * minute);
    await app.database.moveTime(30 * minute);
    const escalated = await becomes(id, 'escalated_hub');
    expect(Date.parse(escalated.responseDueAt)).toBeGreaterThan(Date.parse(responseDueAt));
    await app.database.moveTime(31 * minute);
    await becomes(id, 'escalated_national');
    await app.database.moveTime(31 * minute);
    expect(await becomes(id, 'expired')).toMatchObject({ waitingOn: 'sender' });
    expect(await waitingFor(ngo)).toContain(id);
    expect(await eventsOf(id)).toEqual([
      '1 referral-sent',
      '2 referral-escalated',
      '3 referral-escalated',
      '4 referral-expired',
    ]);
    expect((await tries(hub, id, 'accept')).status).toBe(409);
  });

  it('ends when the hub accepts, also after it was escalated', async () => {
    const { id } = await sent();
    await does(hub, id, 'open');
    await app.database.moveTime(31 * minute);
    await becomes(id, 'escalated_hub');
    await does(hub, id, 'accept');
    const deadlines = await admin.query('select from deadline where owner_id = $1', [id]);
    expect(deadlines.rowCount).toBe(0);
    await app.database.moveTime(10 * 60 * minute);
    expect(await get(`/v1/referrals/${id}`, hub)).toMatchObject({ state: 'accepted' });
  });

  it('goes on while the hub has only opened it', async () => {
    const { id } = await sent();
    await does(hub, id, 'open');
    const [deadline] = (
      await admin.query<{ kind: string }>('select kind from deadline where owner_id = $1', [id])
    ).rows;
    expect(deadline).toEqual({ kind: 'response-due' });
  });
});

describe('who may do what', () => {
  it('nobody without a token (401)', async () => {
    const { id } = await sent();
    expect((await app.call('GET', `/v1/referrals/${id}`, null)).status).toBe(401);
    expect((await app.call('POST', `/v1/referrals/${id}/accept`, null, {})).status).toBe(401);
  });

  it('the receiver’s steps are the receiver’s, the sender’s the sender’s (R30): 403 for another role', async () => {
    const { id } = await sent();
    const reason = { reasonCode: 'other' };
    for (const [act, body] of Object.entries({
      open: {},
      accept: {},
      decline: reason,
      schedule: {},
      complete: { outcome: 'served' },
    })) {
      expect({ act, ...(await tries(ngo, id, act, body)) }).toMatchObject({ act, status: 403 });
      const system = as(hub.organization, 'partner_system');
      expect({ act, ...(await tries(system, id, act, body)) }).toMatchObject({ act, status: 403 });
    }
    expect((await tries(hub, id, 'cancel', reason)).status).toBe(403);
  });

  it('a member of the sender with the role of a hub may not act for the receiver (R30)', async () => {
    const { id } = await sent();
    const both = as(ngo.organization, 'hub_coordinator');
    expect(await tries(both, id, 'open')).toMatchObject({
      status: 403,
      body: { code: 'referral/receiver-only' },
    });
    const turned = as(hub.organization, 'ngo_worker');
    const cancel = await tries(turned, id, 'cancel', { reasonCode: 'other' });
    expect(cancel).toMatchObject({ status: 403, body: { code: 'referral/sender-only' } });
  });

  it('what others are party to is not found (404)', async () => {
    const { id, requestId } = await sent();
    const answers = await Promise.all([
      app.call('GET', `/v1/referrals/${id}`, otherNgo),
      app.call('GET', `/v1/referrals/${id}`, otherHub),
      tries(otherNgo, id, 'cancel', { reasonCode: 'other' }),
      ...['open', 'accept', 'schedule'].map((act) => tries(otherHub, id, act)),
      tries(otherHub, id, 'decline', { reasonCode: 'other' }),
      tries(otherHub, id, 'complete', { outcome: 'served' }),
    ]);
    expect(answers.map((one) => one.status)).toEqual(answers.map(() => 404));
    expect(await referralsOf(requestId, otherHub)).toEqual([]);
    expect((await get('/v1/referrals', otherNgo)).items).toEqual([]);
  });

  it('who read it is written down (R17)', async () => {
    const { id } = await sent();
    await get(`/v1/referrals/${id}`, ngo);
    const lines = await admin.query(
      `select organization_id, role from audit_log where subject_id = $1 and action = 'read'`,
      [id],
    );
    expect(lines.rows).toEqual([{ organization_id: ngo.organization, role: 'ngo_worker' }]);
  });
});

describe('a POST that is repeated', () => {
  it('has one effect and the same answer; with another body it is refused', async () => {
    const { id } = await sent();
    const again = { 'idempotency-key': randomUUID() };
    const decline = (reasonCode: string) => tries(hub, id, 'decline', { reasonCode }, again);
    const [first, second] = [await decline('no_capacity'), await decline('no_capacity')];
    expect([first.status, second.status, second.headers['idempotent-replayed']]).toEqual([200, 200, 'true']);
    expect(second.body).toEqual(first.body);
    expect(await decline('unsafe')).toMatchObject({ status: 422, body: { code: 'idempotency-key/reused' } });
    expect(await eventsOf(id)).toEqual(['1 referral-sent', '2 referral-declined']);
  });

  it('two hands at once: one accepts, the other is told where it stands', async () => {
    const { id } = await sent();
    await does(hub, id, 'open');
    const answers = await Promise.all([
      tries(hub, id, 'accept'),
      tries(hub, id, 'decline', { reasonCode: 'other' }),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(await eventsOf(id)).toHaveLength(3);
  });

  it('with If-Match of an older version is refused (412)', async () => {
    const { id } = await sent();
    const { headers } = await app.call('GET', `/v1/referrals/${id}`, hub);
    await does(hub, id, 'open');
    const late = await tries(hub, id, 'accept', {}, { 'if-match': headers['etag']! });
    expect(late).toMatchObject({ status: 412, body: { code: 'request/changed-meanwhile' } });
  });
});
