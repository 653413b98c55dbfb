import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, explainedPoints } from '#libs/codes';
import { OrganizationRegistered, ReferralRecordAccessed } from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { eventually, publishAs, testApp } from '#libs/testing';
import pg from 'pg';
import { ConsentsModule } from './consents.module.js';
import { migrations } from './persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;
const as = (role: Role) => ({ organization: randomUUID(), role });
const ngo = as('ngo_worker');
const shelter = randomUUID();

beforeAll(async () => {
  app = await testApp('consents', { module: ConsentsModule, migrations });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  const { type, topic, aggregate } = OrganizationRegistered;
  await publishAs(app.broker, {
    type,
    topic,
    aggregate,
    subject: shelter,
    data: { organizationType: 'shelter', departmentCode: null },
  });
  await eventually(async () => {
    const { rowCount } = await admin.query('select from known_organization');
    if (rowCount !== 1) throw new Error('The directory is not known yet.');
  });
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

async function consented(participantRef: string): Promise<string> {
  const { status, body } = await app.call('POST', '/v1/consents', ngo, {
    participantRef,
    recipients: [shelter],
    purposes: ['referral'],
    dataClasses: ['needs'],
    languageUsed: 'fr',
    explainedPoints: codesOf(explainedPoints),
    howGiven: 'spoken',
    provinceCode: 'CA-ON',
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id;
}

/** The receiver opens the person's referral, as referrals tells it. */
function shelterReads(participantRef: string, consentRef: string): Promise<void> {
  const { type, topic, aggregate, examples } = ReferralRecordAccessed;
  return publishAs(app.broker, {
    type,
    topic,
    aggregate,
    subject: randomUUID(),
    data: {
      ...examples[0],
      ownerOrganizationId: ngo.organization,
      participantRef,
      byOrganizationId: shelter,
      role: 'hub_coordinator',
      consentRef,
    },
  });
}

const report = (participantRef: string, by: { organization: string; role: Role } = ngo, page = '') =>
  app.call('GET', `/v1/participants/${participantRef}/access-report${page}`, by);

/** Until so many accesses are known. The report is not asked: each of its readings is one more. */
const toldOf = (participantRef: string, accesses: number) =>
  eventually(
    async () => {
      const { rowCount } = await admin.query('select from record_access where participant_ref = $1', [
        participantRef,
      ]);
      expect(rowCount).toBe(accesses);
    },
    { timeoutMilliseconds: 20_000 },
  );

describe('who saw my file (R17)', () => {
  it('tells who read or wrote it at every organization, when, in which role and on what consent, in both languages', async () => {
    const participantRef = randomUUID();
    const grant = await consented(participantRef);
    await shelterReads(participantRef, grant);
    await toldOf(participantRef, 2);
    const { body } = await report(participantRef);
    const items = body.items as { action: string; sentence: { en: string; fr: string } }[];
    const read = items.find((item) => item.action === 'read' && item.sentence.en.includes('referral'))!;
    expect(read).toMatchObject({
      recordType: 'referral',
      organizationId: shelter,
      organizationType: 'shelter',
      role: 'hub_coordinator',
      consentRef: grant,
    });
    expect(read.sentence.en).toContain(
      'of another organization (Shelter), read your referral, on the consent',
    );
    expect(read.sentence.fr).toContain(
      'd’une autre organisation (Refuge), a lu votre aiguillage, selon le consentement',
    );
    const written = items.find((item) => item.action === 'written')!;
    expect(written).toMatchObject({ recordType: 'grant', recordId: grant, organizationId: ngo.organization });
    expect(written.sentence.en).toContain('of the organization that helps you, changed your consent');
  });

  it('is of one’s own persons alone: to others it is not found, as a person that there is not', async () => {
    const participantRef = randomUUID();
    await consented(participantRef);
    await eventually(async () => expect((await report(participantRef)).status).toBe(200), {
      timeoutMilliseconds: 20_000,
    });
    const stranger = await report(participantRef, as('ngo_worker'));
    expect(stranger).toMatchObject({ status: 404, body: { code: 'access-report/nothing-known' } });
    expect((await report(randomUUID())).body.code).toBe(stranger.body.code);
    expect((await report(participantRef, { ...ngo, role: 'admin' })).status).toBe(403);
    expect((await report(participantRef, { ...ngo, role: 'liaison_officer' })).status).toBe(403);
  });

  it('stands in the audit itself, and in the next report', async () => {
    const participantRef = randomUUID();
    await consented(participantRef);
    await eventually(async () => expect((await report(participantRef)).status).toBe(200), {
      timeoutMilliseconds: 20_000,
    });
    await eventually(
      async () => {
        const { body } = await report(participantRef, ngo, '?limit=100');
        expect(body.items[0].sentence.en).toContain('read this list');
      },
      { timeoutMilliseconds: 20_000, everyMilliseconds: 500 },
    );
    const { rows } = await admin.query(
      `select organization_id as by, participant_ref as person from audit_log where subject_type = 'access_report' and subject_id = $1 limit 1`,
      [participantRef],
    );
    expect(rows).toEqual([{ by: ngo.organization, person: participantRef }]);
  });

  it('comes in pages, each line once', async () => {
    const participantRef = randomUUID();
    const grant = await consented(participantRef);
    for (let line = 0; line < 3; line += 1) await shelterReads(participantRef, grant);
    await toldOf(participantRef, 4);
    const first = (await report(participantRef, ngo, '?limit=2')).body;
    const second = (await report(participantRef, ngo, `?limit=2&after=${first.next}`)).body;
    const ids = [...first.items, ...second.items].map((item: { id: string }) => item.id);
    expect(new Set(ids).size).toBe(4);
  });
});
