import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HoldPlaced, OrganizationRegistered, ReferralSent, RegionalHubRegistered } from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { eventually, publishAs, testApp } from '#libs/testing';
import pg from 'pg';
import { LiaisonModule } from './liaison.module.js';
import { migrations } from './persistence/migrations/index.js';

const hour = 3_600_000;
const day = 24 * hour;

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;

const as = (organization: string, role: Role) => ({ organization, role });
const ngo = as(randomUUID(), 'ngo_worker');
const otherNgo = as(randomUUID(), 'ngo_worker');
const office = as(randomUUID(), 'liaison_officer');
const immigration = as(randomUUID(), 'department_officer');
const safety = as(randomUUID(), 'department_officer');
const hub = as(randomUUID(), 'hub_coordinator');

beforeAll(async () => {
  app = await testApp('liaison', { module: LiaisonModule, migrations });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  await nobodyAnswersYet();
  await fillDirectory();
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

type Caller = ReturnType<typeof as>;

async function nobodyAnswersYet() {
  const early = await app.call('POST', '/v1/liaison-requests', ngo, filing());
  expect(early).toMatchObject({ status: 503, body: { code: 'liaison-request/no-office-registered' } });
}

async function fillDirectory() {
  await register(office, 'liaison_office', null);
  await register(immigration, 'federal_department', 'IRCC');
  await register(safety, 'federal_department', 'PS');
  const { type, topic, aggregate } = RegionalHubRegistered;
  const data = { hubOrganizationId: hub.organization, regionCodes: ['CA-ON'] };
  await publishAs(app.broker, { type, topic, aggregate, subject: randomUUID(), data });
  await eventually(async () => {
    const known = await admin.query('select from known_organization');
    const hubs = await admin.query('select from known_hub');
    expect([known.rowCount, hubs.rowCount]).toEqual([3, 1]);
  });
}

async function register({ organization }: Caller, organizationType: string, departmentCode: string | null) {
  const { type, topic, aggregate } = OrganizationRegistered;
  const data = { organizationType, departmentCode };
  await publishAs(app.broker, { type, topic, aggregate, subject: organization, data });
}

const filing = (change: object = {}) => ({
  kind: 'housing_gap',
  needs: ['emergency_bed'],
  regionCode: 'CA-ON',
  urgency: 'urgent',
  ...change,
});

async function does(by: Caller, path: string, body: unknown = {}, headers: Record<string, string> = {}) {
  const { status, body: answer } = await app.call('POST', path, by, body, headers);
  expect({ path, status, ...(status < 300 ? {} : { answer }) }).toEqual({
    path,
    status: status === 201 ? 201 : 200,
  });
  return answer;
}
const get = async (path: string, by: Caller) => (await app.call('GET', path, by)).body;
const file = (change: object = {}, by = ngo) => does(by, '/v1/liaison-requests', filing(change));
const onRequest = (by: Caller, id: string, act: string, body: unknown = {}) =>
  does(by, `/v1/liaison-requests/${id}/${act}`, body);
const onTasking = (by: Caller, id: string, act: string, body: unknown = {}) =>
  does(by, `/v1/taskings/${id}/${act}`, body);

/** A request that departments work on; its taskings by department. */
async function routed(departments: readonly string[], toHub = false) {
  const { id } = await file();
  await onRequest(office, id, 'acknowledge');
  await onRequest(office, id, 'triage', { priority: 'urgent', departments });
  await onRequest(office, id, 'route', toHub ? { regionalHubOrganizationId: hub.organization } : {});
  const { items } = await get(`/v1/taskings?requestId=${id}`, office);
  const taskings = new Map<string, string>(
    items.map((one: { department: string; id: string }) => [one.department, one.id]),
  );
  expect([...taskings.keys()].sort()).toEqual([...departments].sort());
  return { id: id as string, taskings };
}

const stateOf = async (id: string) => (await get(`/v1/liaison-requests/${id}`, ngo)).state;
const becomes = (id: string, state: string) => eventually(async () => expect(await stateOf(id)).toBe(state));
const waitingFor = async (by: Caller, things = 'liaison-requests'): Promise<string[]> => {
  const ids: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: { items: { id: string }[]; next: string | null } = await get(
      `/v1/${things}?waiting=me&limit=100${next ? `&after=${next}` : ''}`,
      by,
    );
    ids.push(...page.items.map((item) => item.id));
    next = page.next;
  }
  return ids;
};
const typesOf = async (id: string, by = ngo) =>
  (await get(`/v1/liaison-requests/${id}/timeline`, by)).items.map((step: { type: string }) =>
    step.type.replace(/\.v1$/, ''),
  );

describe('from a request to its answer', () => {
  it('the office acknowledges, triages and routes; departments answer; the sender confirms', async () => {
    const request = await file();
    const { id } = request;
    expect(request).toMatchObject({
      state: 'submitted',
      waitingOn: 'office',
      senderOrganizationId: ngo.organization,
      officeOrganizationId: office.organization,
      acknowledgementMissed: false,
      version: 1,
    });
    expect(await waitingFor(office)).toContain(id);
    expect(await waitingFor(ngo)).not.toContain(id);

    expect(await onRequest(office, id, 'acknowledge')).toMatchObject({ state: 'acknowledged' });
    const triaged = await onRequest(office, id, 'triage', {
      priority: 'urgent',
      departments: ['IRCC', 'PS'],
    });
    expect(triaged).toMatchObject({ state: 'triaged', priority: 'urgent', departments: ['IRCC', 'PS'] });
    const sent = await onRequest(office, id, 'route', { regionalHubOrganizationId: hub.organization });
    expect(sent).toMatchObject({ state: 'with_departments', hubOrganizationId: hub.organization });
    expect(await waitingFor(office)).not.toContain(id);

    const [[ircc], [ps]] = [await waitingFor(immigration, 'taskings'), await waitingFor(safety, 'taskings')];
    await onTasking(immigration, ircc!, 'acknowledge');
    await onTasking(immigration, ircc!, 'answer', { answerCode: 'action_taken' });
    await eventually(async () => expect(await typesOf(id)).toContain('liaison.tasking-answered'));
    expect(await stateOf(id)).toBe('with_departments');
    await onTasking(safety, ps!, 'decline', { reasonCode: 'not_in_mandate' });
    await becomes(id, 'consolidating');
    expect(await waitingFor(office)).toContain(id);
    expect([await waitingFor(immigration, 'taskings'), await waitingFor(safety, 'taskings')]).toEqual([
      [],
      [],
    ]);

    const answered = await onRequest(office, id, 'answer', { answerCode: 'support_arranged' });
    expect(answered).toMatchObject({ state: 'answered', waitingOn: 'sender' });
    expect(await waitingFor(ngo)).toContain(id);
    expect(await onRequest(ngo, id, 'confirm')).toMatchObject({
      state: 'closed_confirmed',
      waitingOn: 'nobody',
    });
    expect(await waitingFor(ngo)).not.toContain(id);

    const versions = await admin.query<{ version: number }>(
      'select aggregate_version as version from event_log where aggregate_id = $1 order by position',
      [id],
    );
    expect(versions.rows.map((row) => row.version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('each step stands in the timeline with its time and whom it waited on, also what other apps did', async () => {
    const { id, taskings } = await routed(['IRCC'], true);
    await app.database.moveTime(hour);
    const heard = { correlationId: id, parties: [ngo.organization] };
    for (const { type, topic, aggregate, examples } of [ReferralSent, HoldPlaced])
      await publishAs(app.broker, {
        type,
        topic,
        aggregate,
        subject: randomUUID(),
        data: examples[0],
        ...heard,
      });
    await onTasking(immigration, taskings.get('IRCC')!, 'answer', { answerCode: 'other' });
    await becomes(id, 'consolidating');
    await eventually(async () => {
      const types = await typesOf(id);
      expect(types.slice(0, 4)).toEqual([
        'liaison.request-submitted',
        'liaison.request-acknowledged',
        'liaison.request-triaged',
        'liaison.request-routed',
      ]);
      expect(types).toEqual(
        expect.arrayContaining([
          'liaison.tasking-sent',
          'liaison.tasking-answered',
          'liaison.request-consolidation-started',
          'referrals.referral-sent',
          'housing.hold-placed',
        ]),
      );
    });
    const timeline = await get(`/v1/liaison-requests/${id}/timeline`, ngo);
    for (const step of timeline.items) {
      expect(step.waitedSeconds).toBeGreaterThanOrEqual(0);
      expect([step.label.en, step.label.fr].every((label) => typeof label === 'string' && label !== '')).toBe(
        true,
      );
    }
    const waited = Object.values<number>(timeline.waitedSecondsOn).reduce((sum, seconds) => sum + seconds, 0);
    expect(waited).toBeGreaterThanOrEqual(hour / 1000 - 5);
  });

  it('an event of another story adds nothing to any timeline', async () => {
    const { id } = await file();
    const before = await typesOf(id);
    const { type, topic, aggregate, examples } = ReferralSent;
    const subject = randomUUID();
    await publishAs(app.broker, {
      type,
      topic,
      aggregate,
      subject,
      data: examples[0],
      correlationId: randomUUID(),
    });
    await eventually(async () => {
      const cursor = await admin.query('select from consumer_cursor where aggregate_id = $1', [subject]);
      expect(cursor.rowCount).toBe(1);
    });
    expect(await typesOf(id)).toEqual(before);
  });

  it('a request that needs no department is answered at once, or goes to the hub alone', async () => {
    const direct = await file();
    await onRequest(office, direct.id, 'acknowledge');
    await onRequest(office, direct.id, 'triage', { priority: 'urgent', departments: [] });
    const nowhere = await app.call('POST', `/v1/liaison-requests/${direct.id}/route`, office, {});
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'liaison-request/nothing-to-route-to' } });
    expect(await onRequest(office, direct.id, 'answer', { answerCode: 'other' })).toMatchObject({
      state: 'answered',
    });
    const { id } = await routed([], true);
    expect(await stateOf(id)).toBe('consolidating');
  });

  it('the office does not answer over the head of a department (R23)', async () => {
    const { id, taskings } = await routed(['IRCC']);
    const early = await app.call('POST', `/v1/liaison-requests/${id}/answer`, office, {
      answerCode: 'other',
    });
    expect(early).toMatchObject({
      status: 409,
      body: { code: 'liaison-request/taskings-open', openTaskings: 1 },
    });
    await onTasking(immigration, taskings.get('IRCC')!, 'answer', { answerCode: 'other' });
    await becomes(id, 'consolidating');
    await onRequest(office, id, 'answer', { answerCode: 'other' });
  });

  it('a declined one names a reason and another route (R25)', async () => {
    const { id } = await file();
    const declined = await onRequest(office, id, 'decline', {
      reasonCode: 'not_federal',
      alternativeCode: 'hotline',
    });
    expect(declined).toMatchObject({
      state: 'declined',
      reasonCode: 'not_federal',
      alternativeCode: 'hotline',
    });
    const bare = await app.call('POST', `/v1/liaison-requests/${(await file()).id}/decline`, office, {});
    expect(bare.status).toBe(400);
    expect(bare.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/alternativeCode',
      '/reasonCode',
    ]);
  });

  it.each([
    ['a kind that is not served yet', { kind: 'trp_support' }, 'liaison-request/kind-not-served-yet'],
    [
      'a safety concern, which is never queued (R28)',
      { kind: 'safety_concern' },
      'liaison-request/safety-concern-call-now',
    ],
    ['a housing gap without needs', { needs: [] }, 'liaison-request/needs-missing'],
    ['a region that there is not', { regionCode: 'ZZ-99' }, 'liaison-request/region-unknown'],
  ])('%s is refused in both languages', async (_, change, code) => {
    const { status, body } = await app.call('POST', '/v1/liaison-requests', ngo, filing(change));
    expect({ status, code: body.code }).toEqual({ status: 422, code });
    expect([body.titles.en, body.titles.fr].every((title) => title.length > 20)).toBe(true);
  });

  it('triage may not lower what the sender called urgent (R22)', async () => {
    const { id } = await file();
    await onRequest(office, id, 'acknowledge');
    const body = { priority: 'routine', departments: [] };
    const lowered = await app.call('POST', `/v1/liaison-requests/${id}/triage`, office, body);
    expect(lowered).toMatchObject({ status: 409, body: { code: 'liaison-request/urgency-lowered' } });
  });

  it('a department that nobody answers for, and a hub of another region, are refused', async () => {
    const { id } = await file({ regionCode: 'CA-BC' });
    await onRequest(office, id, 'acknowledge');
    await onRequest(office, id, 'triage', { priority: 'urgent', departments: ['IRCC'] });
    const to = { regionalHubOrganizationId: hub.organization };
    const wrongHub = await app.call('POST', `/v1/liaison-requests/${id}/route`, office, to);
    expect(wrongHub).toMatchObject({
      status: 422,
      body: { code: 'liaison-request/hub-does-not-serve-region' },
    });
    const other = await file();
    await onRequest(office, other.id, 'acknowledge');
    await onRequest(office, other.id, 'triage', { priority: 'urgent', departments: ['GAC'] });
    const nobody = await app.call('POST', `/v1/liaison-requests/${other.id}/route`, office, {});
    expect(nobody.body).toMatchObject({
      code: 'liaison-request/department-not-registered',
      departments: ['GAC'],
    });
  });
});

describe('the clocks', () => {
  it('an urgent request is acknowledged within four hours, or the breach is an event that the sender sees (R22)', async () => {
    const { id, submittedAt, acknowledgeDueAt } = await file();
    expect(Date.parse(acknowledgeDueAt) - Date.parse(submittedAt)).toBe(4 * hour);
    await app.database.moveTime(4 * hour - 60_000);
    expect(await get(`/v1/liaison-requests/${id}`, ngo)).toMatchObject({ acknowledgementMissed: false });
    await app.database.moveTime(60_000);
    await eventually(async () =>
      expect(await get(`/v1/liaison-requests/${id}`, ngo)).toMatchObject({
        acknowledgementMissed: true,
        state: 'submitted',
      }),
    );
    expect(await typesOf(id)).toContain('liaison.request-acknowledgement-missed');
    const parties = await admin.query<{ parties: string }>(
      `select headers->>'ce_parties' as parties from event_log where aggregate_id = $1 and type like '%missed%'`,
      [id],
    );
    expect(parties.rows.map((row) => row.parties.includes(ngo.organization))).toEqual([true]);
    expect(await onRequest(office, id, 'acknowledge')).toMatchObject({ state: 'acknowledged' });
  });

  it('an acknowledgement in time ends the clock (R22)', async () => {
    const { id } = await file();
    await onRequest(office, id, 'acknowledge');
    await app.database.moveTime(10 * day);
    const deadlines = await admin.query(
      `select from deadline where owner_id = $1 and kind = 'acknowledgement'`,
      [id],
    );
    expect(deadlines.rowCount).toBe(0);
    expect(await get(`/v1/liaison-requests/${id}`, ngo)).toMatchObject({ acknowledgementMissed: false });
  });

  it('a tasking that is not answered in time is marked as overdue, and the office may answer without it (R23)', async () => {
    const { id, taskings } = await routed(['IRCC']);
    const tasking = taskings.get('IRCC')!;
    const { dueAt } = await get(`/v1/taskings/${tasking}`, immigration);
    const { now } = (await admin.query<{ now: Date }>('select hub_now() as now')).rows[0]!;
    await app.database.moveTime(Date.parse(dueAt) - now.getTime() - 60_000);
    expect(await get(`/v1/taskings/${tasking}`, immigration)).toMatchObject({ overdue: false });
    await app.database.moveTime(60_000);
    await eventually(async () =>
      expect(await get(`/v1/taskings/${tasking}`, immigration)).toMatchObject({
        overdue: true,
        state: 'sent',
      }),
    );
    await becomes(id, 'consolidating');
    expect(await typesOf(id)).toContain('liaison.tasking-overdue');
    await onRequest(office, id, 'answer', { answerCode: 'other' });
    // Late is better than never: the department may still answer, and the sender sees it.
    await onTasking(immigration, tasking, 'answer', { answerCode: 'other' });
    await eventually(async () => expect(await typesOf(id)).toContain('liaison.tasking-answered'));
    expect(await stateOf(id)).toBe('answered');
  });

  it('an answer that nobody confirms closes the request after fourteen days', async () => {
    const { id } = await file();
    await onRequest(office, id, 'acknowledge');
    await onRequest(office, id, 'triage', { priority: 'urgent', departments: [] });
    await onRequest(office, id, 'answer', { answerCode: 'other' });
    await app.database.moveTime(14 * day - hour);
    expect(await stateOf(id)).toBe('answered');
    await app.database.moveTime(hour);
    await becomes(id, 'closed_no_reply');
  });
});

describe('who may do what', () => {
  it('nobody without a token (401)', async () => {
    const { status, body, headers } = await app.call('POST', '/v1/liaison-requests', null, filing());
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'token/missing' });
    expect(headers['www-authenticate']).toBe('Bearer');
    expect((await app.call('GET', '/v1/liaison-requests', null)).status).toBe(401);
  });

  it('each step is of its role (403), named in the answer (R65)', async () => {
    const { id } = await file();
    for (const act of ['acknowledge', 'triage', 'route', 'answer', 'decline']) {
      const { status, body } = await app.call('POST', `/v1/liaison-requests/${id}/${act}`, ngo, {});
      expect({ act, status, code: body.code }).toEqual({ act, status: 403, code: 'role/forbidden' });
      expect(body).toMatchObject({ roles: ['liaison_officer'], yourRole: 'ngo_worker' });
    }
    expect((await app.call('POST', `/v1/liaison-requests/${id}/withdraw`, office, {})).status).toBe(403);
    const byDepartment = await app.call(
      'POST',
      '/v1/liaison-requests',
      as(randomUUID(), 'department_officer'),
      filing(),
    );
    expect(byDepartment.status).toBe(403);
  });

  it('what another organization filed is not found (404), by any way', async () => {
    const { id, taskings } = await routed(['IRCC']);
    const tasking = taskings.get('IRCC')!;
    const otherOffice = as(randomUUID(), 'liaison_officer');
    const answers = await Promise.all([
      app.call('GET', `/v1/liaison-requests/${id}`, otherNgo),
      app.call('GET', `/v1/liaison-requests/${id}/timeline`, otherNgo),
      app.call('POST', `/v1/liaison-requests/${id}/withdraw`, otherNgo, {}),
      app.call('POST', `/v1/liaison-requests/${id}/confirm`, otherNgo, {}),
      app.call('POST', `/v1/liaison-requests/${id}/answer`, otherOffice, { answerCode: 'other' }),
      app.call('GET', `/v1/taskings/${tasking}`, safety),
      app.call('POST', `/v1/taskings/${tasking}/answer`, safety, { answerCode: 'other' }),
      app.call('POST', `/v1/taskings/${tasking}/acknowledge`, safety, {}),
    ]);
    expect(answers.map((one) => one.status)).toEqual(answers.map(() => 404));
    expect((await get('/v1/liaison-requests', otherNgo)).items).toEqual([]);
    expect((await get(`/v1/taskings?requestId=${id}`, safety)).items).toEqual([]);
  });

  it('a department sees its tasking, and not the request nor other taskings of it (R24)', async () => {
    const { id } = await routed(['IRCC', 'PS']);
    const own = (await get(`/v1/taskings?requestId=${id}`, immigration)).items;
    expect(own.map((one: { department: string }) => one.department)).toEqual(['IRCC']);
    const asReader = as(immigration.organization, 'partner_system');
    expect((await app.call('GET', `/v1/liaison-requests/${id}`, asReader)).status).toBe(404);
  });

  it('who read a request is written down (R17)', async () => {
    const { id } = await file();
    await get(`/v1/liaison-requests/${id}`, ngo);
    const lines = await admin.query(
      `select organization_id from audit_log where subject_id = $1 and action = 'read'`,
      [id],
    );
    expect(lines.rows).toEqual([{ organization_id: ngo.organization }]);
  });
});

describe('a POST that is repeated', () => {
  it('has one effect and the same answer', async () => {
    const again = { 'idempotency-key': randomUUID() };
    const first = await app.call('POST', '/v1/liaison-requests', ngo, filing(), again);
    const second = await app.call('POST', '/v1/liaison-requests', ngo, filing(), again);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ]);
  });

  it('with the same members in another order is the same; with another body it is refused', async () => {
    const again = { 'idempotency-key': randomUUID() };
    const first = await app.call('POST', '/v1/liaison-requests', ngo, filing(), again);
    const turned = Object.fromEntries(Object.entries(filing()).reverse());
    expect((await app.call('POST', '/v1/liaison-requests', ngo, turned, again)).body.id).toBe(first.body.id);
    const other = await app.call('POST', '/v1/liaison-requests', ngo, filing({ urgency: 'routine' }), again);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key/reused' } });
  });

  it('many times at once files one request', async () => {
    const sender = as(randomUUID(), 'ngo_worker');
    const again = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.call('POST', '/v1/liaison-requests', sender, filing(), again)),
    );
    expect((await get('/v1/liaison-requests', sender)).items).toHaveLength(1);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(answers.map((one) => one.status)).toContain(201);
  });

  it('with If-Match of what was read is refused where somebody was faster (412)', async () => {
    const { id } = await file();
    const { headers } = await app.call('GET', `/v1/liaison-requests/${id}`, office);
    const match = { 'if-match': headers['etag']! };
    const acknowledge = () => app.call('POST', `/v1/liaison-requests/${id}/acknowledge`, office, {}, match);
    expect((await acknowledge()).status).toBe(200);
    expect(await acknowledge()).toMatchObject({ status: 412, body: { code: 'request/changed-meanwhile' } });
  });

  it('is withdrawn by its sender once; then nothing more can be done (409)', async () => {
    const { id } = await file();
    expect(await onRequest(ngo, id, 'withdraw')).toMatchObject({ state: 'withdrawn', waitingOn: 'nobody' });
    const late = await app.call('POST', `/v1/liaison-requests/${id}/acknowledge`, office, {});
    expect(late).toMatchObject({ status: 409, body: { state: 'withdrawn' } });
    await app.database.moveTime(5 * hour);
    const deadlines = await admin.query('select from deadline where owner_id = $1', [id]);
    expect(deadlines.rowCount).toBe(0);
  });

  it('takes its taskings back when it is withdrawn: no department waits for them, and no clock runs', async () => {
    const { id, taskings } = await routed(['PS', 'IRCC']);
    await onTasking(immigration, taskings.get('IRCC')!, 'answer', { answerCode: 'action_taken' });
    await onRequest(ngo, id, 'withdraw');
    const stateOfTasking = async (department: string) =>
      (await get(`/v1/taskings/${taskings.get(department)}`, office)).state;
    expect([await stateOfTasking('PS'), await stateOfTasking('IRCC')]).toEqual(['cancelled', 'answered']);
    expect(await waitingFor(safety, 'taskings')).not.toContain(taskings.get('PS'));
    const deadlines = await admin.query('select from deadline where owner_id = any ($1)', [
      [...taskings.values()],
    ]);
    expect(deadlines.rowCount).toBe(0);
    await eventually(async () => expect(await typesOf(id)).toContain('liaison.tasking-cancelled'));
  });
});

describe('lists', () => {
  it('come page by page, newest first, without a hole', async () => {
    const sender = as(randomUUID(), 'ngo_worker');
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await file({}, sender)).id);
    const read: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await get(`/v1/liaison-requests?limit=2${next ? `&after=${next}` : ''}`, sender);
      read.push(...page.items.map((item: { id: string }) => item.id));
      next = page.next;
    }
    expect([...read].sort()).toEqual([...ids].sort());
    expect(new Set(read).size).toBe(5);
  });
});
