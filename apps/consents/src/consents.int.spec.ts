import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, explainedPoints } from '#libs/codes';
import { OrganizationRegistered, ReferralsParticipantDataErased } from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { eventually, officeOrganization, publishAs, testApp } from '#libs/testing';
import pg from 'pg';
import { ConsentsModule } from './consents.module.js';
import { writtenTime } from './domain/written-time.js';
import { migrations } from './persistence/migrations/index.js';

const day = 86_400_000;

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;

const as = (organization: string, role: Role, member?: string) => ({
  organization,
  role,
  ...(member ? { member } : {}),
});
type Caller = ReturnType<typeof as>;
const ngo = as(randomUUID(), 'ngo_worker');
const otherNgo = as(randomUUID(), 'ngo_worker');
const [shelter, clinic, police, border] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  app = await testApp('consents', { module: ConsentsModule, migrations });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  const { type, topic, aggregate } = OrganizationRegistered;
  for (const [subject, organizationType, departmentCode] of [
    [shelter, 'shelter', null],
    [clinic, 'health', null],
    [police, 'police', null],
    [border, 'federal_department', 'CBSA'],
  ] as const)
    await publishAs(app.broker, {
      type,
      topic,
      aggregate,
      subject,
      data: { organizationType, departmentCode },
    });
  await eventually(async () => {
    const { rowCount } = await admin.query('select from known_organization');
    if (rowCount !== 4) throw new Error('The directory is not known yet.');
  });
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

const body = (change: object = {}) => ({
  participantRef: randomUUID(),
  recipients: [shelter, clinic],
  purposes: ['referral'],
  dataClasses: ['needs', 'safety'],
  languageUsed: 'fr',
  explainedPoints: codesOf(explainedPoints),
  howGiven: 'interpreted',
  provinceCode: 'CA-ON',
  ...change,
});
const asks = (change: object = {}, by: Caller = ngo, headers: Record<string, string> = {}) =>
  app.call('POST', '/v1/consents', by, body(change), headers);
async function given(change: object = {}, headers: Record<string, string> = {}) {
  const { status, body: answer } = await asks(change, ngo, headers);
  expect({ status, answer }).toMatchObject({ status: 201 });
  return answer;
}
const withdraws = (id: string, part: object = {}, by: Caller = ngo) =>
  app.call('POST', `/v1/consents/${id}/withdraw`, by, part);
const read = async (id: string, by: Caller = ngo) => (await app.call('GET', `/v1/consents/${id}`, by)).body;

interface Written {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly headers: Record<string, string>;
}
const eventsOf = async (id: string): Promise<Written[]> =>
  (
    await admin.query<Written>(
      `select replace(replace(type, 'consents.', ''), '.v1', '') as type, body::json as data, headers
       from event_log where aggregate_id = $1 and topic in ('consents.grant', 'consents.legal-exception') order by position`,
      [id],
    )
  ).rows;
/** Who was shown this record, and whom the audit says that it is about. */
const readingsOf = async (id: string) =>
  (
    await admin.query<{ by: string; person: string; owner: string; basis: string | null }>(
      `select organization_id as by, participant_ref as person, participant_organization_id as owner, consent_ref as basis
       from audit_log where action = 'read' and subject_id = $1 order by id`,
      [id],
    )
  ).rows;
const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

describe('a person agrees (R10)', () => {
  it('to whom, for what, to which classes of data; the language and the seven points are written down, and an end after twelve months', async () => {
    const consent = await given();
    expect(consent).toMatchObject({
      state: 'live',
      recipients: [shelter, clinic],
      languageUsed: 'fr',
      howGiven: 'interpreted',
      explainedPoints: codesOf(explainedPoints),
      version: 1,
    });
    const [from, until] = [new Date(consent.from), new Date(consent.until)];
    const inAYear = new Date(from);
    inAYear.setUTCMonth(from.getUTCMonth() + 12);
    expect(until).toEqual(inAYear);
    const [event] = await eventsOf(consent.id);
    expect(event).toMatchObject({
      type: 'grant-given',
      data: {
        ownerOrganizationId: ngo.organization,
        participantRef: consent.participantRef,
        recipientOrganizationIds: [shelter, clinic],
        dataClasses: ['needs', 'safety'],
        until: consent.until,
      },
      headers: { ce_consentref: consent.id },
    });
    expect(await read(consent.id)).toEqual(consent);
  });

  it.each(codesOf(explainedPoints))('not before "%s" was explained (R10)', async (point) => {
    const { status, body: problem } = await asks({
      explainedPoints: codesOf(explainedPoints).filter((one) => one !== point),
    });
    expect({ status, problem }).toMatchObject({
      status: 422,
      problem: { code: 'grant/not-all-explained', missing: [point] },
    });
  });

  it('never without an end, nor to one that is past', async () => {
    const past = new Date(Date.now() - day).toISOString();
    const never = new Date(Date.now() + 20 * 365 * day).toISOString();
    expect((await asks({ until: past })).body.code).toBe('grant/ends-too-soon');
    expect((await asks({ until: never })).body.code).toBe('grant/ends-too-late');
  });

  it('is the business of the organization whose person it is, and of nobody else', async () => {
    const consent = await given();
    for (const by of [otherNgo, as(shelter, 'provider_worker'), as(officeOrganization, 'privacy_officer')]) {
      expect((await app.call('GET', `/v1/consents/${consent.id}`, by)).status).toBe(404);
      expect((await withdraws(consent.id, {}, by)).status).toBe(404);
      expect((await app.call('GET', '/v1/consents', by)).body.items).toEqual([]);
    }
    const mine = await app.call('GET', `/v1/consents?participantRef=${consent.participantRef}`, ngo);
    expect(mine.body.items).toEqual([consent]);
    expect((await app.call('GET', '/v1/consents', as(ngo.organization, 'liaison_officer'))).status).toBe(403);
  });

  it('and whoever is shown it in a list leaves a line for it, with its person, as if it had been opened (R17)', async () => {
    const participantRef = randomUUID();
    const shown = [await given({ participantRef }), await given({ participantRef }), await given()];
    const { body: page } = await app.call(
      'GET',
      `/v1/consents?participantRef=${participantRef}&limit=1`,
      ngo,
    );
    expect(page.items).toMatchObject([{ id: shown[1].id }]);
    const line = { by: ngo.organization, person: participantRef, owner: ngo.organization, basis: null };
    expect(await Promise.all(shown.map(({ id }) => readingsOf(id)))).toEqual([[], [line], []]);
    await app.call('GET', `/v1/consents?participantRef=${participantRef}`, ngo);
    expect(await Promise.all(shown.map(({ id }) => readingsOf(id)))).toEqual([[line], [line, line], []]);
    await app.call('GET', `/v1/consents?participantRef=${participantRef}`, otherNgo);
    expect(await readingsOf(shown[0].id)).toEqual([line]);
  });

  it('an exercise’s consent is told as one (R62)', async () => {
    const consent = await given({}, { 'hub-mode': 'exercise' });
    expect((await eventsOf(consent.id))[0]!.headers['ce_mode']).toBe('exercise');
  });

  it('to nobody whom the directory does not know, nor to their own organization', async () => {
    expect((await asks({ recipients: [randomUUID()] })).body.code).toBe('grant/recipient-unknown');
    expect((await asks({ recipients: [ngo.organization] })).body.code).toBe('grant/recipient-is-owner');
  });
});

describe('police and border enforcement (R4)', () => {
  it.each([
    ['police', () => police],
    ['border enforcement', () => border],
  ])('%s is told only where the person names it as such', async (_, who) => {
    expect((await asks({ recipients: [shelter, who()] })).body).toMatchObject({
      code: 'grant/enforcement-must-be-named',
      organizations: [who()],
    });
    const consent = await given({ recipients: [shelter], enforcementRecipients: [who()] });
    expect(consent.recipients).toEqual([shelter, who()]);
    expect((await asks({ recipients: [], enforcementRecipients: [shelter] })).body.code).toBe(
      'grant/enforcement-must-be-named',
    );
  });
});

describe('children (R15)', () => {
  const child = { provinceCode: 'CA-QC', ageYears: 13, decidedBy: 'child', childView: 'agrees' };

  it('in Quebec a child under 14 does not decide alone; the refusal says which law', async () => {
    const { body: problem } = await asks({ forChild: child });
    expect(problem).toMatchObject({ code: 'grant/child-cannot-decide', fromAge: 14 });
    expect(problem.law.en).toContain('P-39.1');
    await given({ forChild: { ...child, ageYears: 14 } });
    const consent = await given({ forChild: { ...child, decidedBy: 'guardian', childView: 'disagrees' } });
    expect(consent.forChild).toMatchObject({ decidedBy: 'guardian', childView: 'disagrees' });
    expect(consent.recordedBy).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['a list', [child]],
    ['an empty list', []],
    ['a list of lists', [[]]],
  ])(
    'what is said of a child is not %s: the rules for children are not gone round (R15)',
    async (_, forChild) => {
      const { status, body: problem } = await asks({ forChild });
      expect(status).toBe(400);
      expect(problem.errors[0].pointer).toMatch(/^\/forChild/);
    },
  );

  it('where no law fixes an age, the named human judges', async () => {
    await given({ forChild: { ...child, provinceCode: 'CA-ON' } });
  });
});

describe('what leaves Quebec (R19)', () => {
  it('needs the references of an assessment and of an agreement', async () => {
    const fromQuebec = { provinceCode: 'CA-QC', leavesProvince: true };
    const { body: problem } = await asks(fromQuebec);
    expect(problem).toMatchObject({ code: 'grant/leaves-quebec' });
    expect(problem.law.fr).toContain('RLRQ');
    const outsideQuebec = { assessmentReference: 'EFVP-2026-7', agreementReference: 'E-2026-12' };
    expect(await given({ ...fromQuebec, outsideQuebec })).toMatchObject({ outsideQuebec });
    await given({ provinceCode: 'CA-QC' });
    await given({ provinceCode: 'CA-ON', leavesProvince: true });
  });

  it.each([
    ['a list', [{ assessmentReference: 'EFVP-1', agreementReference: 'E-1' }]],
    ['an empty list', []],
  ])('does not leave on %s in place of both references (R19)', async (_, outsideQuebec) => {
    const { status, body: problem } = await asks({
      provinceCode: 'CA-QC',
      leavesProvince: true,
      outsideQuebec,
    });
    expect(status).toBe(400);
    expect(problem.errors[0].pointer).toMatch(/^\/outsideQuebec/);
  });
});

describe('a person takes it back (R11)', () => {
  it('from one recipient: the others stay, and the event says all that remains', async () => {
    const consent = await given();
    expect((await withdraws(consent.id, { recipients: [clinic] })).body).toMatchObject({
      state: 'live',
      recipients: [shelter],
    });
    const [, changed] = await eventsOf(consent.id);
    expect(changed).toMatchObject({
      type: 'grant-changed',
      data: { recipientOrganizationIds: [shelter], dataClasses: ['needs', 'safety'] },
    });
  });

  it('and consents, whichever letters an id is written in (RFC 9562, 4)', async () => {
    const [participantRef, capitals] = [randomUUID(), clinic.toUpperCase()];
    const consent = await given({
      participantRef: participantRef.toUpperCase(),
      recipients: [shelter, capitals],
    });
    expect((await eventsOf(consent.id))[0]).toMatchObject({
      data: { recipientOrganizationIds: [shelter, clinic] },
    });
    expect((await withdraws(consent.id, { recipients: [capitals] })).body).toMatchObject({
      participantRef,
      recipients: [shelter],
    });
    expect((await asks({ recipients: [clinic, capitals] })).body).toMatchObject({
      errors: [{ pointer: '/recipients' }],
    });
  });

  it('names what else the person agrees to, so that nobody ends what that covers (R11)', async () => {
    const old = await given();
    const renewed = await given({ participantRef: old.participantRef });
    await withdraws(old.id);
    expect((await eventsOf(old.id)).at(-1)).toMatchObject({
      type: 'grant-ended',
      data: { otherGrantIds: [renewed.id] },
    });
  });

  it('of one class of data: the others stay', async () => {
    const consent = await given();
    expect((await withdraws(consent.id, { dataClasses: ['safety'] })).body).toMatchObject({
      state: 'live',
      dataClasses: ['needs'],
    });
  });

  it('as a whole, or until nothing is left: it has ended, and cannot end twice', async () => {
    const [whole, parts] = [await given(), await given()];
    expect((await withdraws(whole.id)).body).toMatchObject({
      state: 'withdrawn',
      endedAt: expect.any(String),
    });
    await withdraws(parts.id, { recipients: [clinic] });
    expect((await withdraws(parts.id, { recipients: [shelter] })).body).toMatchObject({ state: 'withdrawn' });
    expect(await typesOf(parts.id)).toEqual(['grant-given', 'grant-changed', 'grant-ended']);
    expect((await withdraws(whole.id)).body).toMatchObject({ code: 'grant/not-live', state: 'withdrawn' });
    expect((await eventsOf(whole.id))[1]).toMatchObject({ data: { reason: 'withdrawn' } });
  });

  it('of what was never granted is refused', async () => {
    const consent = await given();
    expect((await withdraws(consent.id, { recipients: [police] })).body).toMatchObject({
      code: 'grant/not-part-of-it',
      notGranted: [police],
    });
  });

  it('thirty days before its end the organization is reminded; at its end it ends as by a withdrawal', async () => {
    const consent = await given({ until: new Date(Date.now() + 40 * day).toISOString() });
    const short = await given({ until: new Date(Date.now() + 45 * day).toISOString() });
    await withdraws(short.id);
    await app.database.moveTime(11 * day);
    await eventually(async () =>
      expect(await typesOf(consent.id)).toEqual(['grant-given', 'grant-expiry-near']),
    );
    const [, reminder] = await eventsOf(consent.id);
    expect(reminder!.data).toEqual({ until: consent.until });
    expect(reminder!.headers['ce_parties']).toBe(ngo.organization);
    await app.database.moveTime(30 * day);
    expect(await read(consent.id)).toMatchObject({ state: 'expired' });
    await eventually(async () =>
      expect(await typesOf(consent.id)).toEqual(['grant-given', 'grant-expiry-near', 'grant-ended']),
    );
    expect((await eventsOf(consent.id))[2]).toMatchObject({ data: { reason: 'expired' } });
    expect(await typesOf(short.id)).toEqual(['grant-given', 'grant-ended']);
  });
});

describe('the heartbeat (messaging 17)', () => {
  const beats = async (): Promise<
    { at: string; streams: { stream: string; partition: number; place: number }[] }[]
  > => {
    const all: never[] = [];
    await app.broker.contents('consents.heartbeat', async (records) => {
      for (const { value } of records) all.push(JSON.parse(value!.toString()) as never);
    });
    return all;
  };

  it('says every five seconds how many events each partition holds: places without a hole', async () => {
    await Promise.all(Array.from({ length: 20 }, () => given()));
    await app.database.moveTime(5_000);
    const written = await admin.query<{ partition: number; places: number[] }>(
      `select (body::json ->> 'partition')::int as partition,
              array_agg((body::json ->> 'place')::int order by (body::json ->> 'place')::int) as places
       from event_log where topic = 'consents.grant' and body::json ->> 'place' is not null group by 1`,
    );
    expect(written.rows.length).toBeGreaterThan(3);
    for (const { places } of written.rows) expect(places).toEqual(places.map((_, index) => index + 1));
    await eventually(async () => {
      const { streams } = (await beats()).at(-1)!;
      const grants = streams.filter(({ stream }) => stream === 'grant');
      expect(grants.map(({ partition, place }) => ({ partition, place }))).toEqual(
        written.rows
          .map(({ partition, places }) => ({ partition, place: places.length }))
          .sort((one, other) => one.partition - other.partition),
      );
    });
  });

  it('stands in no event log', async () => {
    expect((await beats()).length).toBeGreaterThan(0);
    expect((await admin.query(`select from event_log where topic = 'consents.heartbeat'`)).rowCount).toBe(0);
  });
});

describe('what will they see', () => {
  it('is answered before a grant is made, in both languages, and kept nowhere (R60)', async () => {
    const asked = { recipients: [shelter, police], purposes: ['referral'], dataClasses: ['needs', 'note'] };
    const { status, body: preview } = await app.call('POST', '/v1/consent-previews', ngo, asked);
    expect(status).toBe(200);
    const to = (id: string) =>
      preview.recipients.find((one: { organizationId: string }) => one.organizationId === id);
    expect(to(shelter)).toMatchObject({ isEnforcement: false, organizationType: { fr: 'Refuge' } });
    expect(to(police)).toMatchObject({ isEnforcement: true });
    expect(to(shelter).sentence.en).toContain(
      'What you need, as codes; A short note that your worker writes',
    );
    expect(to(shelter).sentence.fr).toContain('Vous aiguiller vers un service');
    expect(preview.alwaysTrue.map((one: { en: string }) => one.en).join(' ')).toContain('emergency shelter');
    const strange = { ...asked, recipients: [randomUUID()] };
    expect((await app.call('POST', '/v1/consent-previews', ngo, strange)).body.code).toBe(
      'grant/recipient-unknown',
    );
  });

  it('stands on the person’s own receipt, with what a federal office must hand over (R4), and the right to refuse (R7)', async () => {
    const consent = await given();
    const { body: receipt } = await app.call('GET', `/v1/consents/${consent.id}/receipt`, ngo);
    for (const words of ['Privacy Act', 'Access to Information Act', 'emergency shelter', 'to take it back'])
      expect(receipt.en.toLowerCase()).toContain(words.toLowerCase());
    for (const words of ['Loi sur l’accès à l’information', 'hébergement d’urgence', 'Pour le retirer'])
      expect(receipt.fr).toContain(words);
    expect(consent.provinceCode).toBe('CA-ON');
    for (const at of [consent.from, consent.until])
      expect(receipt.en).toContain(writtenTime(new Date(at), 'CA-ON').en);
    await withdraws(consent.id);
    expect((await app.call('GET', `/v1/consents/${consent.id}/receipt`, ngo)).body.en).toContain('has ended');
    expect((await app.call('GET', `/v1/consents/${consent.id}/receipt`, otherNgo)).status).toBe(404);
  });
});

describe('a legal exception (R9, R65)', () => {
  const recorder = as(ngo.organization, 'ngo_worker', randomUUID());
  const reviewer = as(ngo.organization, 'privacy_officer', randomUUID());
  const office = as(officeOrganization, 'privacy_officer');
  const demand = (change: object = {}) => ({
    participantRef: randomUUID(),
    recipientOrganizationId: police,
    purpose: 'referral',
    dataClasses: ['needs'],
    legalBasis: 'court_order',
    citation: 's. 7(3)(c)',
    until: new Date(Date.now() + 120 * day).toISOString(),
    ...change,
  });
  /** Time was moved before: the end is counted from the database's. */
  const soon = async (days = 2) =>
    new Date(
      (await admin.query<{ now: Date }>('select hub_now() as now')).rows[0]!.now.getTime() + days * day,
    ).toISOString();
  const tries = (change: object = {}, by: Caller = recorder) =>
    app.call('POST', '/v1/legal-exceptions', by, demand(change));
  async function recorded(change: object = {}) {
    const { status, body: answer } = await tries({ until: await soon(), ...change });
    expect({ status, answer }).toMatchObject({ status: 201 });
    return answer;
  }
  const reviews = (id: string, verdict: string, by: Caller) =>
    app.call('POST', `/v1/legal-exceptions/${id}/review`, by, { verdict });

  it('names the law, who decided and when, and alerts the privacy officers of the owner and of the liaison office at once', async () => {
    const exception = await recorded();
    expect(exception).toMatchObject({ state: 'live', citation: 's. 7(3)(c)', decidedBy: recorder.member });
    expect(exception.law.fr).toContain('L.C. 2000');
    const [told, alert] = await eventsOf(exception.id);
    expect(told).toMatchObject({
      type: 'legal-exception-recorded',
      headers: { ce_consentref: exception.id },
      data: { participantRef: exception.participantRef, recipientOrganizationId: police, place: 1 },
    });
    expect(alert!.type).toBe('legal-exception-alerted');
    expect(alert!.headers['ce_parties']!.split(',').sort()).toEqual(
      [ngo.organization, officeOrganization].sort(),
    );
    expect(JSON.stringify(alert!.data)).not.toContain(exception.participantRef);
  });

  it('ends by itself, never later than after thirty days', async () => {
    expect((await tries({ until: await soon(31) })).body.code).toBe('legal-exception/too-long');
    const exception = await recorded({ until: await soon(1) });
    await app.database.moveTime(day + 1000);
    await eventually(async () =>
      expect((await eventsOf(exception.id)).at(-1)).toMatchObject({
        type: 'legal-exception-ended',
        data: { reason: 'expired' },
      }),
    );
  });

  it('stays on the review list of both privacy officers, late after two days, until another person reviewed it', async () => {
    const exception = await recorded({ until: await soon(5) });
    const listed = async (by: Caller) =>
      (await app.call('GET', '/v1/legal-exceptions?waiting=review', by)).body.items.find(
        (one: { id: string }) => one.id === exception.id,
      );
    expect(await listed(reviewer)).toMatchObject({ isReviewOverdue: false });
    expect(await listed(office)).toMatchObject({ participantRef: null });
    expect(await listed(as(randomUUID(), 'privacy_officer'))).toBeUndefined();
    await app.database.moveTime(2 * day);
    expect(await listed(office)).toMatchObject({ isReviewOverdue: true });
    const self = as(ngo.organization, 'privacy_officer', recorder.member);
    expect(await reviews(exception.id, 'upheld', self)).toMatchObject({
      status: 403,
      body: { code: 'legal-exception/another-person-reviews' },
    });
    expect((await reviews(exception.id, 'upheld', reviewer)).body).toMatchObject({
      verdict: 'upheld',
      state: 'live',
      reviewedBy: reviewer.member,
    });
    expect(await listed(office)).toBeUndefined();
    expect((await reviews(exception.id, 'not_upheld', office)).body.code).toBe(
      'legal-exception/already-reviewed',
    );
  });

  it('in a list leaves a line about its person, also where the liaison office reads, which is not shown the pseudonym (R17)', async () => {
    const { id, participantRef } = await recorded();
    for (const by of [reviewer, office])
      expect((await app.call('GET', '/v1/legal-exceptions?limit=1', by)).body.items).toMatchObject([{ id }]);
    const line = { person: participantRef, owner: ngo.organization, basis: id };
    expect(await readingsOf(id)).toEqual([
      { ...line, by: ngo.organization },
      { ...line, by: officeOrganization },
    ]);
  });

  it('that the law did not demand ends with its review', async () => {
    const exception = await recorded();
    expect((await reviews(exception.id, 'not_upheld', office)).body).toMatchObject({ state: 'not_upheld' });
    expect((await eventsOf(exception.id)).map(({ type }) => type)).toEqual([
      'legal-exception-recorded',
      'legal-exception-alerted',
      'legal-exception-reviewed',
      'legal-exception-ended',
    ]);
  });

  it('for child protection rests on the province’s law and reaches only whom that law reaches (R15)', async () => {
    const child = { legalBasis: 'child_protection', citation: 's. 125(1)', childView: 'disagrees' };
    const until = await soon();
    expect((await tries({ ...child, until })).body.code).toBe('legal-exception/province-needed');
    const adult = { ...child, provinceCode: 'CA-ON', childAgeYears: 18, until };
    const { body: problem } = await tries(adult);
    expect(problem).toMatchObject({ code: 'legal-exception/no-duty-at-this-age', underAge: 18 });
    expect(problem.law.en).toContain('S.O. 2017');
    expect(await recorded({ ...adult, childAgeYears: 15 })).toMatchObject({ childView: 'disagrees' });
  });

  it('is recorded in no role that could be anybody’s break-glass (R65)', async () => {
    for (const role of [
      'admin',
      'auditor',
      'liaison_officer',
      'department_officer',
      'partner_system',
    ] as const)
      expect({ role, status: (await tries({}, as(ngo.organization, role))).status }).toEqual({
        role,
        status: 403,
      });
  });
});

describe('a person asks to be erased (R18)', () => {
  const officer = as(ngo.organization, 'privacy_officer');

  it('all that was agreed ends, others hear of it, and the receipt says when it is complete', async () => {
    const [first, other] = [await given(), await given()];
    const { participantRef } = first;
    const second = await given({ participantRef });
    const { body: erased } = await app.call('POST', `/v1/participants/${participantRef}/erase`, officer);
    expect(erased).toMatchObject({ participantRef, keysDestroyedAt: null, completeAt: null });
    for (const { id } of [first, second]) {
      expect(await read(id)).toMatchObject({ state: 'erased' });
      expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'grant-ended', data: { reason: 'erased' } });
    }
    expect(await read(other.id)).toMatchObject({ state: 'live' });
    const [event] = (
      await admin.query<{ subject: string }>(
        `select aggregate_id as subject from event_log where type = 'consents.participant-erased.v1' and body::json ->> 'participantRef' = $1`,
        [participantRef],
      )
    ).rows;
    const { type, topic, aggregate, examples } = ReferralsParticipantDataErased;
    await publishAs(app.broker, { type, topic, aggregate, subject: event!.subject, data: examples[0] });
    const receipt = async () =>
      (await app.call('GET', `/v1/participants/${participantRef}/erasure`, officer)).body;
    await eventually(async () => expect(await receipt()).toMatchObject(examples[0]));
    expect((await asks({ participantRef })).body.code).toBe('participant/erased');
    const again = await app.call('POST', `/v1/participants/${participantRef}/erase`, officer);
    expect(again.body).toEqual(await receipt());
    const stranger = as(otherNgo.organization, 'privacy_officer');
    expect((await app.call('GET', `/v1/participants/${participantRef}/erasure`, stranger)).status).toBe(404);
  });

  it.each(['exercise', 'test'])(
    'an %s erases nobody of whom anything actual is kept, and says what to do (R62)',
    async (mode) => {
      const { id, participantRef } = await given();
      await given({ participantRef }, { 'hub-mode': mode });
      const erase = (headers: Record<string, string>) =>
        app.call('POST', `/v1/participants/${participantRef}/erase`, officer, {}, headers);
      const refused = {
        status: 409,
        body: {
          code: 'participant/is-actual',
          titles: { en: expect.stringContaining('Hub-Mode'), fr: expect.stringContaining('Hub-Mode') },
        },
      };
      expect(await erase({ 'hub-mode': mode })).toMatchObject(refused);
      expect(await read(id)).toMatchObject({ state: 'live' });
      // What has ended is still somebody's.
      await withdraws(id);
      expect(await erase({ 'hub-mode': mode })).toMatchObject(refused);
      expect(await erase({})).toMatchObject({ status: 200 });
    },
  );

  it('an exercise’s erasure is the exercise’s alone: who comes under that pseudonym in earnest can agree, and be erased (R62)', async () => {
    const participantRef = randomUUID();
    const drill = { 'hub-mode': 'exercise' };
    await given({ participantRef }, drill);
    const path = `/v1/participants/${participantRef}`;
    const { body: first } = await app.call('POST', `${path}/erase`, officer, {}, drill);
    expect(first).toMatchObject({ participantRef });
    expect((await asks({ participantRef }, ngo, drill)).body.code).toBe('participant/erased');
    const { id } = await given({ participantRef });
    const { body: second } = await app.call('POST', `${path}/erase`, officer, {});
    expect(second.erasedAt).not.toBe(first.erasedAt);
    expect(await read(id)).toMatchObject({ state: 'erased' });
    expect((await app.call('GET', `${path}/erasure`, officer)).body).toEqual(second);
  });
});
