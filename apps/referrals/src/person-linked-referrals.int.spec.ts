import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ParticipantErased, RequestRouted } from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { placeOf, SubjectKeys } from '#libs/sealing';
import { eventually, publishAs, testApp, testConsents } from '#libs/testing';
import pg from 'pg';
import { migrations } from './persistence/migrations/index.js';
import { ReferralsModule } from './referrals.module.js';

const second = 1_000;
const minute = 60 * second;

let app: Awaited<ReturnType<typeof testApp>>;
let consents: ReturnType<typeof testConsents>;
let admin: pg.Client;

beforeAll(async () => {
  app = await testApp('referrals', { module: ReferralsModule, migrations });
  consents = testConsents(app);
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.close();
});
beforeEach(becomesFresh);

/** The app has heard that there is nothing about consents that it does not know. */
async function becomesFresh(): Promise<void> {
  await consents.beat();
  await eventually(async () => expect(await isFresh()).toBe(true));
}
const isFresh = async () =>
  (await admin.query<{ fresh: boolean }>('select known_consents_are_fresh() as fresh')).rows[0]!.fresh;
/** Nothing was heard of consents for longer than they stay fresh. */
const becomesStale = async () => {
  await app.database.moveTime(31 * second);
  expect(await isFresh()).toBe(false);
};

const as = (organization: string, role: Role) => ({ organization, role });
type Caller = ReturnType<typeof as>;
const ngo = as(randomUUID(), 'ngo_worker');
const clinic = as(randomUUID(), 'ngo_worker');
const otherClinic = as(randomUUID(), 'ngo_worker');

const post = (path: string, by: Caller, body: object = {}, headers: Record<string, string> = {}) =>
  app.call('POST', path, by, body, headers);
const read = (id: string, by: Caller = ngo) => app.call('GET', `/v1/referrals/${id}`, by);
const listed = async (by: Caller): Promise<string[]> =>
  (await app.call('GET', '/v1/referrals?limit=100', by)).body.items.map(({ id }: { id: string }) => id);

const wish = (change: object = {}) => ({
  participantRef: randomUUID(),
  receiverOrganizationId: clinic.organization,
  serviceType: 'counselling',
  regionCode: '3520005',
  needs: ['interpreter'],
  ageBand: '18_to_24',
  purpose: 'referral',
  dataClasses: ['needs', 'age_band'],
  ...change,
});
type Wish = ReturnType<typeof wish>;

async function draft(wanted: Wish, headers: Record<string, string> = {}) {
  const { status, body } = await post('/v1/referrals', ngo, wanted, headers);
  expect({ status, ...(status === 201 ? {} : { body }) }).toEqual({ status: 201 });
  return body;
}

/** The person agrees to all that the referral asks for. */
const agree = (
  wanted: Wish,
  change: Parameters<typeof consents.give>[0] = {},
  how: Parameters<typeof consents.give>[1] = {},
) =>
  consents.give(
    {
      ownerOrganizationId: ngo.organization,
      participantRef: wanted.participantRef,
      recipientOrganizationIds: [wanted.receiverOrganizationId],
      purposes: [wanted.purpose],
      dataClasses: wanted.dataClasses,
      ...change,
    },
    how,
  );

const isKnown = (consentRef: string, known = 1) =>
  eventually(async () => {
    const found = await admin.query('select from known_consent where id = $1', [consentRef]);
    expect(found.rowCount).toBe(known);
  });

/** Sent, on a grant of its own. */
async function sent(change: object = {}, covers: Parameters<typeof consents.give>[0] = {}) {
  const wanted = wish(change);
  const { id } = await draft(wanted);
  const grant = await agree(wanted, covers);
  await isKnown(grant.id);
  return { wanted, grant, id, referral: await does(ngo, id, 'send') };
}

async function does(by: Caller, id: string, act: string, body: object = {}) {
  const { status, body: answer } = await post(`/v1/referrals/${id}/${act}`, by, body);
  expect({ act, status, ...(status === 200 ? {} : { answer }) }).toEqual({ act, status: 200 });
  return answer;
}

async function accepted() {
  const given = await sent();
  await does(clinic, given.id, 'open');
  await does(clinic, given.id, 'accept');
  return given;
}

const becomes = (id: string, state: object) =>
  eventually(async () => {
    const { body } = await read(id);
    expect(body).toMatchObject(state);
    return body;
  });

interface Logged {
  readonly type: string;
  readonly version: number;
  readonly parties: string[];
  readonly consentRef: string | null;
  readonly whole: string;
}
const eventsOf = async (id: string): Promise<Logged[]> =>
  (
    await admin.query<Omit<Logged, 'parties'> & { parties: string }>(
      `select type, aggregate_version as version, headers->>'ce_parties' as parties,
         headers->>'ce_consentref' as "consentRef", headers::text || body as whole
       from event_log where aggregate_type = 'referral' and aggregate_id = $1 order by position`,
      [id],
    )
  ).rows.map((event) => ({
    ...event,
    type: event.type.replace(/^referrals\.|\.v1$/g, ''),
    parties: event.parties.split(','),
  }));
const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

/** What a transaction of this organization sees, whatever is asked. */
async function seenBy(organization: string, sql: string, parameters: readonly unknown[]) {
  const client = new pg.Client({ connectionString: app.database.appUrl });
  await client.connect();
  try {
    await client.query(`select set_config('hub.organization', $1, false)`, [organization]);
    return (await client.query(sql, [...parameters])).rows;
  } finally {
    await client.end();
  }
}

/** Whoever would write into this table waits until the work is over: a transaction is held open before its commit. */
async function whileNobodyWrites(table: string, work: () => Promise<unknown>): Promise<void> {
  const holder = new pg.Client({ connectionString: app.database.adminUrl });
  await holder.connect();
  await holder.query(`begin; lock table ${table} in share mode`);
  await work().finally(() => holder.query('commit').then(() => holder.end()));
}
/** Whether a transaction waits for a table, for what an advisory lock stands for, or for another one’s row. */
const waitsFor = async (what: 'relation' | 'advisory' | 'transactionid') =>
  (
    await admin.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = $1`,
      [what],
    )
  ).rowCount === 1;

async function erased(participantRef: string, mode = 'actual'): Promise<string> {
  const { type, topic, aggregate } = ParticipantErased;
  const subject = randomUUID();
  const ownerOrganizationId = ngo.organization;
  const data = { ownerOrganizationId, participantRef, erasedAt: new Date().toISOString() };
  await publishAs(app.broker, { type, topic, aggregate, subject, mode, data });
  return subject;
}
const isErased = async (erasure: string) =>
  (await admin.query('select from erasure where id = $1', [erasure])).rowCount === 1;

describe('a draft', () => {
  it('is its sender’s own business: nothing leaves, and nobody else finds it (R9)', async () => {
    const wanted = wish();
    const { body: drafted, headers, status } = await post('/v1/referrals', ngo, wanted);
    expect(status).toBe(201);
    expect(headers['location']).toBe(`/v1/referrals/${drafted.id}`);
    expect(drafted).toMatchObject({ state: 'draft', waitingOn: 'sender', version: 0, sentAt: null });
    expect((await read(drafted.id)).body).toMatchObject({
      participantRef: wanted.participantRef,
      ageBand: '18_to_24',
      requestId: null,
    });
    expect(await typesOf(drafted.id)).toEqual([]);
    expect((await read(drafted.id, clinic)).status).toBe(404);
    expect(await listed(clinic)).not.toContain(drafted.id);
  });

  it('says whether a consent covers it already', async () => {
    const wanted = wish();
    expect(await draft(wanted)).toMatchObject({ consentRef: null });
    const other = wish();
    const grant = await agree(other);
    await isKnown(grant.id);
    expect(await draft(other)).toMatchObject({ consentRef: grant.id });
  });

  it.each([
    ['participantRef', 'Jane Doe'],
    ['receiverOrganizationId', ''],
    ['serviceType', 'rescue'],
    ['needs', ['a_phone']],
    ['ageBand', '1998-03-01'],
    ['purpose', 'anything'],
    ['dataClasses', []],
    ['dataClasses', ['name']],
    ['partOf', 'that one'],
    ['name', 'Jane'],
  ])('is refused where its %s is %j (R12)', async (field, value) => {
    const { status, body } = await post('/v1/referrals', ngo, wish({ [field]: value }));
    expect(status).toBe(400);
    expect(body.errors[0].pointer).toMatch(new RegExp(`^/${field}`));
  });

  it('names each class of data it carries, a region that there is, and another receiver than its sender', async () => {
    for (const [change, code] of [
      [{ dataClasses: ['needs'] }, 'referral/data-class-missing'],
      [{ regionCode: 'XX-99' }, 'referral/region-unknown'],
      [{ receiverOrganizationId: ngo.organization }, 'referral/receiver-is-sender'],
    ] as const)
      expect(await post('/v1/referrals', ngo, wish(change))).toMatchObject({ status: 422, body: { code } });
  });

  it('of a person who is being referred there for this already is refused with that referral’s id (R34)', async () => {
    const wanted = wish();
    const first = await draft(wanted);
    expect(await post('/v1/referrals', ngo, wanted)).toMatchObject({
      status: 409,
      body: { code: 'referral/already-under-way', referralId: first.id },
    });
    for (const change of [{ serviceType: 'legal' }, { receiverOrganizationId: otherClinic.organization }])
      await draft({ ...wanted, ...change });
    expect((await post('/v1/referrals', otherClinic, wanted)).status).toBe(201);
    await does(ngo, first.id, 'cancel', { reasonCode: 'person_declined' });
    await draft(wanted);
  });

  it('of an exercise stands in the way of no actual one, nor an actual one in the exercise’s (R34, R62)', async () => {
    const [wanted, exercise] = [wish(), { 'hub-mode': 'exercise' }];
    const drill = await draft(wanted, exercise);
    expect(await draft(wanted)).toMatchObject({ mode: 'actual' });
    expect(await post('/v1/referrals', ngo, wanted, exercise)).toMatchObject({
      status: 409,
      body: { code: 'referral/already-under-way', referralId: drill.id },
    });
  });

  it('of ten at the same moment, one is made (R34)', async () => {
    const wanted = wish();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('/v1/referrals', ngo, wanted)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it('follows one of the same person that was declined, and is checked anew for its receiver (R33)', async () => {
    const { id, wanted } = await sent();
    const next = { ...wanted, receiverOrganizationId: otherClinic.organization, partOf: id };
    const early = await post('/v1/referrals', ngo, next);
    expect(early).toMatchObject({ status: 422, body: { code: 'referral/nothing-to-follow' } });
    await does(clinic, id, 'decline', { reasonCode: 'no_capacity' });
    const other = await post('/v1/referrals', ngo, { ...next, participantRef: randomUUID() });
    expect(other).toMatchObject({ status: 422, body: { code: 'referral/nothing-to-follow' } });
    const child = await draft(next);
    expect(child).toMatchObject({ partOf: id, state: 'draft', consentRef: null });
    expect((await post(`/v1/referrals/${child.id}/send`, ngo)).status).toBe(422);
  });
});

describe('sending it (R9)', () => {
  it('without a consent is refused, and says what to ask the person for; nothing has left', async () => {
    const { id } = await draft(wish());
    expect(await post(`/v1/referrals/${id}/send`, ngo)).toMatchObject({
      status: 422,
      body: {
        code: 'referral/consent-missing',
        missing: {
          recipientOrganizationId: clinic.organization,
          purpose: 'referral',
          dataClasses: ['needs', 'age_band'],
        },
      },
    });
    expect(await typesOf(id)).toEqual([]);
    expect((await read(id, clinic)).status).toBe(404);
  });

  it.each([
    ['another receiver', () => ({ recipientOrganizationIds: [otherClinic.organization] })],
    ['another purpose', () => ({ purposes: ['housing'] })],
    ['a part of the data', () => ({ dataClasses: ['needs'] })],
    ['another person', () => ({ participantRef: randomUUID() })],
    ['another organization’s person of the same reference', () => ({ ownerOrganizationId: randomUUID() })],
    ['a time that is over', () => ({ until: new Date(Date.now() - minute).toISOString() })],
  ])('with a consent for %s is refused', async (_, change) => {
    const wanted = wish();
    const { id } = await draft(wanted);
    const grant = await agree(wanted, change());
    await isKnown(grant.id);
    expect((await post(`/v1/referrals/${id}/send`, ngo)).body.code).toBe('referral/consent-missing');
  });

  it('with an exercise’s consent sends no actual one (R62)', async () => {
    const wanted = wish();
    const [actual, exercise] = [await draft(wanted), await draft(wish(), { 'hub-mode': 'exercise' })];
    expect(exercise.mode).toBe('exercise');
    const { participantRef } = (await read(exercise.id)).body;
    for (const person of [wanted.participantRef, participantRef]) {
      const { state } = await consents.give(
        {
          ownerOrganizationId: ngo.organization,
          participantRef: person,
          recipientOrganizationIds: [clinic.organization],
          dataClasses: wanted.dataClasses,
        },
        { mode: 'exercise' },
      );
      expect(state.participantRef).toBe(person);
    }
    await eventually(async () =>
      expect((await post(`/v1/referrals/${exercise.id}/send`, ngo)).status).toBe(200),
    );
    expect((await post(`/v1/referrals/${actual.id}/send`, ngo)).status).toBe(422);
  });

  it('with a consent that covers it: the receiver has it, and every event names the consent and nobody', async () => {
    const { id, grant, wanted, referral } = await sent();
    expect(referral).toMatchObject({
      state: 'sent',
      consentRef: grant.id,
      waitingOn: 'receiver',
      version: 1,
    });
    await does(clinic, id, 'open');
    await does(clinic, id, 'accept');
    const { participantRef: alias } = (await read(id, clinic)).body;
    const events = await eventsOf(id);
    expect(events.map(({ type }) => type)).toEqual([
      'referral-sent',
      'referral-received',
      'referral-accepted',
    ]);
    for (const event of events) {
      expect(event.consentRef).toBe(grant.id);
      expect(event.parties.sort()).toEqual([ngo.organization, clinic.organization].sort());
      expect(event.whole).not.toMatch(new RegExp(`${wanted.participantRef}|${alias}|participant|18_to_24`));
    }
  });

  it('on a legal exception names that', async () => {
    const wanted = wish();
    const { id } = await draft(wanted);
    const exception = await consents.recordException({
      ownerOrganizationId: ngo.organization,
      participantRef: wanted.participantRef,
      recipientOrganizationId: clinic.organization,
      dataClasses: wanted.dataClasses,
    });
    await isKnown(exception.id);
    expect(await does(ngo, id, 'send')).toMatchObject({ state: 'sent', consentRef: exception.id });
    await consents.endException(exception, 'not_upheld');
    await becomes(id, { state: 'withdrawn', reasonCode: 'exception_not_upheld' });
  });

  it('is the sender’s alone, and is done once', async () => {
    const { id } = await sent();
    expect(await post(`/v1/referrals/${id}/send`, clinic)).toMatchObject({
      status: 403,
      body: { code: 'referral/sender-only' },
    });
    expect(await post(`/v1/referrals/${id}/send`, otherClinic)).toMatchObject({ status: 404 });
    expect(await post(`/v1/referrals/${id}/send`, ngo)).toMatchObject({
      status: 409,
      body: { code: 'referral/not-in-this-state', state: 'sent' },
    });
  });
});

describe('where it is not known what the person says now (closed, not open)', () => {
  it('a draft waits, and is sent by itself once it is known that the person agrees', async () => {
    const wanted = wish();
    const { id } = await draft(wanted);
    await isKnown((await agree(wanted)).id);
    await becomesStale();
    const waiting = await does(ngo, id, 'send');
    expect(waiting).toMatchObject({ state: 'awaiting_consent_check', waitingOn: 'nobody', version: 0 });
    expect((await read(id, clinic)).status).toBe(404);
    await app.database.moveTime(5 * second);
    expect((await read(id)).body.state).toBe('awaiting_consent_check');
    await becomesFresh();
    await becomes(id, { state: 'sent' });
    expect(await typesOf(id)).toEqual(['referral-sent']);
    expect((await read(id, clinic)).status).toBe(200);
  });

  it('a draft waits, and is a draft again where the person does not agree; its sender alone is told', async () => {
    const { id } = await draft(wish());
    await becomesStale();
    expect(await does(ngo, id, 'send')).toMatchObject({ state: 'awaiting_consent_check' });
    await becomesFresh();
    await becomes(id, { state: 'draft', waitingOn: 'sender', sentAt: null });
    expect(await eventsOf(id)).toMatchObject([
      { type: 'referral-consent-missing', parties: [ngo.organization] },
    ]);
  });

  it('what waits can be called off', async () => {
    const { id } = await draft(wish());
    await becomesStale();
    await does(ngo, id, 'send');
    await does(ngo, id, 'cancel', { reasonCode: 'person_declined' });
    expect(await eventsOf(id)).toMatchObject([{ type: 'referral-cancelled', parties: [ngo.organization] }]);
    const { rowCount } = await admin.query(`select from deadline where owner_id = $1`, [id]);
    expect(rowCount).toBe(0);
  });

  it('the receiver is told to come back (503), its sender reads on', async () => {
    const { id } = await sent();
    await becomesStale();
    const answers = [
      await read(id, clinic),
      await app.call('GET', '/v1/referrals', clinic),
      await post(`/v1/referrals/${id}/open`, clinic),
    ];
    for (const { status, body, headers } of answers) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'referral/consents-not-fresh' });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await read(id)).status).toBe(200);
    expect(await listed(ngo)).toContain(id);
    await becomesFresh();
    expect((await read(id, clinic)).status).toBe(200);
  });

  it('what refers to nobody needs no consent, and is read as ever (R2, R7)', async () => {
    const hub = as(randomUUID(), 'hub_coordinator');
    const { type, topic, aggregate, examples } = RequestRouted;
    const data = {
      ...examples[0],
      senderOrganizationId: ngo.organization,
      hubOrganizationId: hub.organization,
    };
    await becomesStale();
    await publishAs(app.broker, { type, topic, aggregate, subject: randomUUID(), data });
    const [id] = await eventually(async () => {
      const ids = await listed(hub);
      expect(ids).toHaveLength(1);
      return ids;
    });
    for (const act of ['open', 'accept']) await does(hub, id!, act);
    expect((await read(id!, hub)).body).toMatchObject({
      state: 'accepted',
      purpose: null,
      consentRef: null,
      participantRef: null,
    });
  });
});

describe('the person’s pseudonym (R14)', () => {
  it('is another for the receiver: random, and the same for the same person', async () => {
    const { id, wanted, grant } = await sent({}, { purposes: ['referral'] });
    const alias = (await read(id, clinic)).body.participantRef;
    expect(alias).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(alias).not.toBe(wanted.participantRef);
    const { id: again } = await draft({ ...wanted, serviceType: 'legal' });
    await does(ngo, again, 'send');
    expect((await read(again, clinic)).body).toMatchObject({ participantRef: alias, consentRef: grant.id });
  });

  it('is another for every receiver, and for the same reference of another sender', async () => {
    const { id, wanted } = await sent();
    const elsewhere = await sent({
      participantRef: wanted.participantRef,
      receiverOrganizationId: otherClinic.organization,
    });
    const seen = [
      wanted.participantRef,
      (await read(id, clinic)).body.participantRef,
      (await read(elsewhere.id, otherClinic)).body.participantRef,
    ];
    expect(new Set(seen).size).toBe(3);
    expect((await read(elsewhere.id)).body.participantRef).toBe(wanted.participantRef);
  });

  it('of the sender reaches no row that the receiver’s transactions see', async () => {
    const { id, wanted } = await sent();
    const person = 'select * from referral_person where referral_id = $1';
    const [receivers, senders] = [
      await seenBy(clinic.organization, person, [id]),
      await seenBy(ngo.organization, person, [id]),
    ];
    expect(senders).toMatchObject([{ participant_ref: wanted.participantRef }]);
    expect(receivers).toHaveLength(1);
    expect(JSON.stringify(receivers)).not.toContain(wanted.participantRef);
    const referral = await seenBy(clinic.organization, 'select * from referral where id = $1', [id]);
    expect(JSON.stringify(referral)).not.toContain(wanted.participantRef);
    expect(await seenBy(otherClinic.organization, person, [id])).toEqual([]);
  });

  it('is shared by nobody but the sender: PostgreSQL refuses', async () => {
    const { id } = await draft(wish());
    for (const call of ['share_person($1)', 'end_receivers_access($1)'])
      await expect(seenBy(clinic.organization, `select ${call}`, [id])).rejects.toThrow(/no rows|not yours/);
  });

  it('is not shown to a system, an officer or an advisor of the organization (R65)', async () => {
    const { id } = await sent();
    for (const role of ['partner_system', 'municipal_officer', 'advisor'] as const)
      for (const organization of [ngo.organization, clinic.organization])
        expect((await read(id, as(organization, role))).body).toMatchObject({
          id,
          participantRef: null,
          ageBand: null,
          note: null,
        });
  });

  it('stands in no kept answer', async () => {
    const { wanted, id } = await sent();
    const alias = (await read(id, clinic)).body.participantRef;
    const kept = await admin.query('select from idempotency_key where answer::text ~ $1', [
      `${wanted.participantRef}|${alias}`,
    ]);
    expect(kept.rowCount).toBe(0);
  });
});

describe('a consent that ends (R11)', () => {
  it.each(['sent', 'received', 'escalated_hub'])(
    '%s becomes withdrawn: the receiver is told to forget it, and finds it no more',
    async (state) => {
      const { id, grant } = await sent();
      if (state === 'received') await does(clinic, id, 'open');
      if (state === 'escalated_hub')
        await admin.query(`update referral set status = 'escalated_hub' where id = $1`, [id]);
      await consents.end(grant);
      await becomes(id, { state: 'withdrawn', reasonCode: 'consent_withdrawn', waitingOn: 'nobody' });
      expect((await eventsOf(id)).slice(-2)).toMatchObject([
        { type: 'referral-withdrawn', parties: [ngo.organization], consentRef: grant.id },
        { type: 'referral-recalled', parties: [clinic.organization], consentRef: grant.id },
      ]);
      expect((await read(id, clinic)).status).toBe(404);
      expect(await listed(clinic)).not.toContain(id);
      for (const [act, body] of Object.entries({ open: {}, accept: {}, decline: { reasonCode: 'other' } }))
        expect((await post(`/v1/referrals/${id}/${act}`, clinic, body)).status).toBe(404);
      const person = 'select from referral_person where referral_id = $1';
      expect(await seenBy(clinic.organization, person, [id])).toEqual([]);
      const { rowCount } = await admin.query('select from deadline where owner_id = $1', [id]);
      expect(rowCount).toBe(0);
    },
  );

  it('a draft that stood on it is withdrawn; one that stood on none is not concerned', async () => {
    const wanted = wish();
    const grant = await agree(wanted);
    await isKnown(grant.id);
    const covered = await draft(wanted);
    const another = await draft({ ...wanted, receiverOrganizationId: otherClinic.organization });
    await consents.end(grant);
    await becomes(covered.id, { state: 'withdrawn' });
    expect(await eventsOf(covered.id)).toMatchObject([
      { type: 'referral-withdrawn', parties: [ngo.organization] },
    ]);
    expect((await read(another.id)).body.state).toBe('draft');
  });

  it('of one recipient, or of one class of data, ends what it no longer covers, and nothing else', async () => {
    const both = { recipientOrganizationIds: [clinic.organization, otherClinic.organization] };
    const { id, grant, wanted } = await sent({}, both);
    const other = await draft({ ...wanted, receiverOrganizationId: otherClinic.organization });
    await does(ngo, other.id, 'send');
    await consents.change(grant, { recipientOrganizationIds: [otherClinic.organization] });
    await becomes(id, { state: 'withdrawn' });
    expect((await read(other.id)).body.state).toBe('sent');
    await consents.change(grant, { dataClasses: ['needs'] });
    await becomes(other.id, { state: 'withdrawn' });
  });

  it('where another one covers it, nothing ends: it stands on that', async () => {
    const { id, grant, wanted } = await sent();
    const other = await agree(wanted);
    await isKnown(other.id);
    await consents.end(grant);
    await becomes(id, { state: 'sent', consentRef: other.id });
    expect((await read(id, clinic)).status).toBe(200);
    await does(clinic, id, 'open');
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'referral-received', consentRef: other.id });
    await consents.end(other, 'expired');
    await becomes(id, { state: 'withdrawn', reasonCode: 'consent_expired' });
  });

  it('where one was given before it whose word comes later, the receiver is shut out meanwhile, and the referral goes on (R11)', async () => {
    const { id, grant, wanted } = await sent();
    const renewed = await agree(wanted, {}, { isLost: true });
    await consents.end(grant, 'withdrawn', { otherGrantIds: [renewed.id] });
    await eventually(async () => expect((await read(id, clinic)).status).toBe(404));
    expect((await read(id)).body).toMatchObject({ state: 'sent', consentRef: grant.id });
    await consents.tellLost();
    await isKnown(renewed.id);
    await app.database.moveTime(2 * second);
    await becomes(id, { state: 'sent', consentRef: renewed.id });
    expect((await read(id, clinic)).status).toBe(200);
    expect(await typesOf(id)).toEqual(['referral-sent']);
  });

  it.each([
    ['withdrawn', 'consent_withdrawn'],
    ['expired', 'consent_expired'],
  ])('that was %s is not waited for longer than ten seconds (R11)', async (reason, reasonCode) => {
    const { id, grant } = await sent();
    await consents.end(grant, reason, { otherGrantIds: [randomUUID()] });
    await eventually(async () => expect((await read(id, clinic)).status).toBe(404));
    await app.database.moveTime(11 * second);
    await becomes(id, { state: 'withdrawn', reasonCode });
    expect(await typesOf(id)).toEqual(['referral-sent', 'referral-withdrawn', 'referral-recalled']);
    const { rowCount } = await admin.query('select from deadline where owner_id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it('that is waited for ends with the referral: nothing is looked at again (R11)', async () => {
    const { id, grant } = await sent();
    await consents.end(grant, 'withdrawn', { otherGrantIds: [randomUUID()] });
    await eventually(async () => expect((await read(id, clinic)).status).toBe(404));
    await does(ngo, id, 'cancel', { reasonCode: 'other' });
    const { rowCount } = await admin.query('select from deadline where owner_id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it('while a service runs: it goes on, shares nothing more, and can be finished', async () => {
    const { id, grant } = await accepted();
    await does(clinic, id, 'schedule');
    expect((await read(id, clinic)).body.participantRef).not.toBeNull();
    await consents.end(grant);
    await becomes(id, { state: 'scheduled', sharingStopped: true });
    expect((await eventsOf(id)).slice(-2)).toMatchObject([
      { type: 'referral-sharing-stopped', parties: [ngo.organization, clinic.organization] },
      { type: 'referral-recalled', parties: [clinic.organization] },
    ]);
    expect((await read(id, clinic)).body).toMatchObject({
      state: 'scheduled',
      sharingStopped: true,
      participantRef: null,
      ageBand: null,
    });
    const person = 'select from referral_person where referral_id = $1';
    expect(await seenBy(clinic.organization, person, [id])).toEqual([]);
    await admin.query(`update referral set status = 'in_service' where id = $1`, [id]);
    await becomesStale();
    expect(await does(clinic, id, 'complete', { outcome: 'served' })).toMatchObject({ state: 'completed' });
    expect((await read(id, clinic)).status).toBe(404);
  });

  it('while another referral of the person is drafted and sent is not overtaken by it: nothing is sent (R9, R11)', async () => {
    const wanted = wish();
    const grant = await agree(wanted);
    await isKnown(grant.id);
    let draftedAndSent!: Promise<{ id: string; answer: Awaited<ReturnType<typeof post>> }>;
    await whileNobodyWrites('consumer_cursor', async () => {
      await consents.end(grant);
      await eventually(async () => expect(await waitsFor('relation')).toBe(true));
      let isAnswered = false;
      draftedAndSent = draft(wanted)
        .then(async ({ id }) => ({ id, answer: await post(`/v1/referrals/${id}/send`, ngo) }))
        .finally(() => (isAnswered = true));
      await eventually(async () => expect(isAnswered || (await waitsFor('advisory'))).toBe(true));
    });
    const { id, answer } = await draftedAndSent;
    expect(answer).toMatchObject({ status: 422, body: { code: 'referral/consent-missing' } });
    expect((await read(id)).body).toMatchObject({ state: 'draft', consentRef: null });
  });

  it('while a referral is being sent on it takes that back (R9, R11)', async () => {
    const wanted = wish();
    const { id } = await draft(wanted);
    const grant = await agree(wanted);
    await isKnown(grant.id);
    let sending!: ReturnType<typeof post>;
    await whileNobodyWrites('idempotency_key', async () => {
      sending = post(`/v1/referrals/${id}/send`, ngo);
      await eventually(async () => expect(await waitsFor('relation')).toBe(true));
      await consents.end(grant);
      await eventually(async () => expect(await waitsFor('transactionid')).toBe(true));
    });
    expect(await sending).toMatchObject({ status: 200, body: { state: 'sent', consentRef: grant.id } });
    await becomes(id, { state: 'withdrawn', reasonCode: 'consent_withdrawn' });
    expect((await read(id, clinic)).status).toBe(404);
  });

  it('is judged at the moment of reading, too: a late word of its end shows nothing', async () => {
    const until = new Date(Date.now() + 60 * minute).toISOString();
    const { id } = await sent({}, { until });
    await app.database.moveTime(61 * minute);
    await becomesFresh();
    expect((await read(id, clinic)).status).toBe(404);
    expect((await post(`/v1/referrals/${id}/open`, clinic)).status).toBe(404);
    expect((await read(id)).body.state).not.toBe('withdrawn');
  });
});

describe('what is over is the receiver’s no longer (R36)', () => {
  it.each([
    ['declined', clinic, 'decline', { reasonCode: 'no_capacity' }],
    ['cancelled', ngo, 'cancel', { reasonCode: 'other' }],
  ])('%s: the last that it hears', async (state, by, act, body) => {
    const { id } = await sent();
    expect(await does(by, id, act, body)).toMatchObject({ state });
    expect((await read(id)).body).toMatchObject({ state });
    expect((await read(id, clinic)).status).toBe(404);
    expect((await eventsOf(id)).at(-1)!.parties.sort()).toEqual(
      [ngo.organization, clinic.organization].sort(),
    );
    expect(await seenBy(clinic.organization, 'select from party where aggregate_id = $1', [id])).toEqual([]);
  });

  it('completed: it is readable while the consent goes on, and is recalled when that ends', async () => {
    const { id, grant } = await accepted();
    await admin.query(`update referral set status = 'in_service' where id = $1`, [id]);
    await does(clinic, id, 'complete', { outcome: 'served' });
    expect((await read(id, clinic)).body).toMatchObject({
      state: 'completed',
      participantRef: expect.any(String),
    });
    await consents.end(grant, 'expired');
    await eventually(async () => expect((await read(id, clinic)).status).toBe(404));
    expect((await read(id)).body).toMatchObject({ state: 'completed', outcome: 'served' });
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'referral-recalled',
      parties: [clinic.organization],
    });
  });
});

describe('a person who is erased (R18)', () => {
  it('leaves a tombstone: no pseudonym leads to them any more, and nothing waits or goes on about them', async () => {
    const { id, wanted, grant } = await sent({
      note: 'Evenings are safe.',
      dataClasses: ['needs', 'age_band', 'note'],
    });
    const { rows: before } = await admin.query<{ subject_id: string; note: Buffer }>(
      'select distinct subject_id, note from referral_person where referral_id = $1',
      [id],
    );
    const waiting = await draft({ ...wanted, serviceType: 'legal' });
    const plain = await draft({ ...wanted, receiverOrganizationId: otherClinic.organization });
    const alias = (await read(id, clinic)).body.participantRef;
    await consents.end(grant, 'erased');
    await erased(wanted.participantRef);
    for (const one of [id, waiting.id, plain.id])
      await becomes(one, { state: 'withdrawn', participantRef: null, ageBand: null, note: null });
    const { rows } = await admin.query(
      'select count(*)::int as rows, count(participant_ref)::int as named from referral_person where referral_id = any ($1)',
      [[id, waiting.id, plain.id]],
    );
    expect(rows).toEqual([{ rows: 4, named: 0 }]);
    const left = await admin.query('select from referral_person where participant_ref = any ($1)', [
      [alias, wanted.participantRef],
    ]);
    expect(left.rowCount).toBe(0);
    // A copy of the sealed note, from a backup, opens no more: its key is gone.
    expect(before).toHaveLength(1);
    const { subject_id, note } = before[0]!;
    const keys = app.nest.get(SubjectKeys, { strict: false });
    await eventually(async () =>
      expect(await keys.unseal(subject_id, note, placeOf('referral_person', id, 'note'))).toBeNull(),
    );
  });

  it.each(['a referral', 'nothing'])(
    'of whom there was %s is written about no more: a draft under their pseudonym is refused, and says what to do (R18)',
    async (before) => {
      const wanted = wish({ note: 'Evenings are safe.', dataClasses: ['needs', 'age_band', 'note'] });
      if (before === 'a referral') await draft(wanted);
      const erasure = await erased(wanted.participantRef);
      await eventually(async () => expect(await isErased(erasure)).toBe(true));
      for (const change of [{}, { serviceType: 'legal' }])
        expect(await post('/v1/referrals', ngo, { ...wanted, ...change })).toMatchObject({
          status: 409,
          body: {
            code: 'referral/person-erased',
            titles: {
              en: expect.stringContaining('a new pseudonym'),
              fr: expect.stringContaining('un nouveau pseudonyme'),
            },
            errors: [{ pointer: '/participantRef' }],
          },
        });
      // What stands there tells nobody the pseudonym, and is about one organization’s person alone.
      const kept = await admin.query('select line::text from erased_person line where line::text ~ $1', [
        wanted.participantRef,
      ]);
      expect(kept.rows).toEqual([]);
      expect((await post('/v1/referrals', otherClinic, wanted)).status).toBe(201);
    },
  );

  it('in an exercise is erased in the exercise alone: what is actual stays, opens, and goes on (R62)', async () => {
    const note = 'Evenings are safe.';
    const wanted = wish({ note, dataClasses: ['needs', 'age_band', 'note'] });
    const [drill, actual] = [await draft(wanted, { 'hub-mode': 'exercise' }), await draft(wanted)];
    const erasure = await erased(wanted.participantRef, 'exercise');
    await eventually(async () => {
      const told = await admin.query(
        `select from event_log where type = 'referrals.participant-data-erased.v1' and aggregate_id = $1`,
        [erasure],
      );
      expect(told.rowCount).toBe(1);
    });
    expect((await read(drill.id)).body).toMatchObject({
      state: 'withdrawn',
      participantRef: null,
      note: null,
    });
    expect((await read(actual.id)).body).toMatchObject({
      state: 'draft',
      participantRef: wanted.participantRef,
      note: { text: note },
    });
    const next = { ...wanted, serviceType: 'legal' };
    await draft(next);
    expect((await post('/v1/referrals', ngo, next, { 'hub-mode': 'exercise' })).body.code).toBe(
      'referral/person-erased',
    );
  });

  it('while somebody writes about them is forgotten with what is written (R18)', async () => {
    const wanted = wish({ note: 'Evenings are safe.', dataClasses: ['needs', 'age_band', 'note'] });
    let drafting!: ReturnType<typeof draft>;
    await whileNobodyWrites('idempotency_key', async () => {
      drafting = draft(wanted);
      await eventually(async () => expect(await waitsFor('relation')).toBe(true));
      const erasure = await erased(wanted.participantRef);
      await eventually(async () =>
        expect((await waitsFor('advisory')) || (await isErased(erasure))).toBe(true),
      );
    });
    const { id } = await drafting;
    await becomes(id, { state: 'withdrawn', reasonCode: 'person_erased', participantRef: null, note: null });
  });
});

describe('a note (R13)', () => {
  const text = 'Prefers a woman as interpreter; evenings are safe.';
  const withNote = (change: object = {}) => ({
    note: text,
    dataClasses: ['needs', 'age_band', 'note'],
    ...change,
  });

  it('is read by the sender and the receiver, marked confidential, and by nobody else', async () => {
    const { id } = await sent(withNote());
    for (const by of [ngo, clinic])
      expect((await read(id, by)).body.note).toEqual({ text, confidential: true });
    for (const organization of [ngo.organization, clinic.organization])
      expect((await read(id, as(organization, 'partner_system'))).body.note).toBeNull();
    expect((await read(id, otherClinic)).status).toBe(404);
  });

  it('needs a consent for it, beside what else the referral carries', async () => {
    const undeclared = await post('/v1/referrals', ngo, wish({ note: text }));
    expect(undeclared).toMatchObject({
      status: 422,
      body: { code: 'referral/data-class-missing', missing: ['note'] },
    });
    const wanted = wish(withNote());
    const { id } = await draft(wanted);
    const grant = await agree(wanted, { dataClasses: ['needs', 'age_band'] });
    await isKnown(grant.id);
    expect((await post(`/v1/referrals/${id}/send`, ngo)).body.code).toBe('referral/consent-missing');
  });

  it.each([
    ['is longer than 500 characters', 'x'.repeat(501), 400],
    ['holds a telephone number', 'Call 416 555 0199 at night', 422],
    ['holds an e-mail address', 'write to jane@example.org', 422],
    ['holds a postal code', 'she stays near M5V 1A1', 422],
  ])('is refused where it %s, and the refusal does not repeat it', async (_, note, status) => {
    const refused = await post('/v1/referrals', ngo, wish(withNote({ note })));
    expect(refused.status).toBe(status);
    expect(refused.body.errors[0].pointer).toBe('/note');
    expect(JSON.stringify(refused.body)).not.toMatch(/555 0199|jane|M5V 1A1|xxx/);
  });

  it('stands sealed in two rows, and nowhere in clear: no event, answer, deadline or audit line', async () => {
    const { id } = await sent(withNote());
    const sealed = await admin.query<{ note: Buffer }>(
      'select note from referral_person where referral_id = $1',
      [id],
    );
    expect(sealed.rows).toHaveLength(2);
    for (const { note } of sealed.rows) expect(note.toString('latin1')).not.toContain('interpreter');
    const { rows: tables } = await admin.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const found = await admin.query(
        `select from ${name} as line where line::text like '%woman as interpreter%'`,
      );
      expect({ name, found: found.rowCount }).toEqual({ name, found: 0 });
    }
  });

  it('cannot be read after a recall by the receiver, nor moved to another record', async () => {
    const { id, grant } = await sent(withNote());
    for (const act of ['open', 'accept']) await does(clinic, id, act);
    await consents.end(grant);
    await becomes(id, { sharingStopped: true });
    expect((await read(id, clinic)).body.note).toBeNull();
    expect((await read(id)).body.note).toEqual({ text, confidential: true });
    const other = await sent(withNote({ note: 'Another.' }));
    await admin.query(
      `update referral_person set (note, subject_id) = (select note, subject_id from referral_person where referral_id = $1 limit 1)
       where referral_id = $2`,
      [id, other.id],
    );
    expect((await read(other.id)).status).toBe(500);
  });
});

describe('who read it (R17)', () => {
  it('a consent that is over takes its own referral off the receiver’s list, and not the whole list (R9)', async () => {
    const [over, lasting] = [await sent(), await sent()];
    await admin.query(`update referral set consent_until = hub_now() where id = $1`, [over.id]);
    const listed = await app.call('GET', '/v1/referrals?limit=100', clinic);
    expect(listed.status).toBe(200);
    const ids = listed.body.items.map((item: { id: string }) => item.id);
    expect(ids).toContain(lasting.id);
    expect(ids).not.toContain(over.id);
  });

  it('is written down for each person’s referral that a list shows, and told to the service that answers the person', async () => {
    const { id, wanted, grant } = await sent();
    const stranger = await app.call('GET', '/v1/referrals', { ...clinic, organization: randomUUID() });
    expect(stranger.body.items).toEqual([]);
    const listed = await app.call('GET', '/v1/referrals?limit=100', clinic);
    expect(listed).toMatchObject({ status: 200 });
    expect(listed.body.items.map((item: { id: string }) => item.id)).toContain(id);
    const ofClinic = `select participant_ref as person, consent_ref as consent from audit_log
                      where subject_id = $1 and action = 'read' and organization_id = $2`;
    const { rows } = await admin.query(ofClinic, [id, clinic.organization]);
    expect(rows).toEqual([{ person: wanted.participantRef, consent: grant.id }]);
    await eventually(async () => {
      const told = await admin.query<{ body: string }>(
        `select body from event_log where type = 'referrals.record-accessed.v1' and aggregate_id = $1 order by aggregate_version`,
        [id],
      );
      expect(told.rows.map(({ body }) => JSON.parse(body) as object).at(-1)).toMatchObject({
        ownerOrganizationId: ngo.organization,
        participantRef: wanted.participantRef,
        recordType: 'referral',
        action: 'read',
        byOrganizationId: clinic.organization,
        consentRef: grant.id,
      });
    });
  });

  it('and who wrote it, is written down under the sender’s pseudonym and the consent, the receiver’s steps too', async () => {
    const { id, wanted, grant } = await sent();
    await read(id);
    await read(id, clinic);
    await does(clinic, id, 'open');
    const { rows } = await admin.query(
      `select organization_id as by, action, participant_ref as person, participant_organization_id as owner, consent_ref as consent
       from audit_log where subject_id = $1 order by id`,
      [id],
    );
    const ofPerson = { person: wanted.participantRef, owner: ngo.organization };
    expect(rows).toEqual([
      { by: ngo.organization, action: 'changed', ...ofPerson, consent: null },
      { by: ngo.organization, action: 'referrals.referral-sent.v1', ...ofPerson, consent: grant.id },
      { by: ngo.organization, action: 'read', ...ofPerson, consent: grant.id },
      { by: clinic.organization, action: 'read', ...ofPerson, consent: grant.id },
      { by: clinic.organization, action: 'referrals.referral-received.v1', ...ofPerson, consent: grant.id },
    ]);
  });
});
