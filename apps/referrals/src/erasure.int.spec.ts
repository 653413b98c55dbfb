import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ParticipantErased } from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { LOG } from '#libs/platform';
import { placeOf, SubjectKeys } from '#libs/sealing';
import { eventually, publishAs, testApp, testConsents } from '#libs/testing';
import pg from 'pg';
import { symbols, type Logger } from 'pino';
import { migrations } from './persistence/migrations/index.js';
import { ReferralsModule } from './referrals.module.js';

const note = 'Zéphyrine sleeps at her aunt’s and fears the man with the grey van';
const as = (organization: string, role: Role = 'ngo_worker') => ({ organization, role });
const ngo = as(randomUUID());
const clinic = as(randomUUID());

let app: Awaited<ReturnType<typeof testApp>>;
let consents: ReturnType<typeof testConsents>;
/** The superuser, in every database that has to do with it. */
const databases = new Map<string, pg.Client>();

beforeAll(async () => {
  app = await testApp('referrals', { module: ReferralsModule, migrations });
  consents = testConsents(app);
  for (const [name, url] of [
    ['referrals', app.database.adminUrl],
    ['keys', app.keys!.adminUrl],
    ['broker', app.brokerDatabase.adminUrl],
  ] as const) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    databases.set(name, client);
  }
  await consents.beat();
});
afterAll(async () => {
  for (const client of databases.values()) await client.end();
  await app.close();
});

/** The tables, as `database.table`, of which some row holds one of these, as text or as bytes. */
async function tablesThatHold(...values: (string | Buffer)[]): Promise<string[]> {
  const found: string[] = [];
  for (const [name, client] of databases) {
    const { rows } = await client.query<{ relation: string }>(
      `select relname as relation from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { relation } of rows) {
      const texts = values.map((value) => (typeof value === 'string' ? value : value.toString('hex')));
      const { rowCount } = await client.query(
        `select from ${relation} as line where exists (
           select from unnest($1::text[]) as value where position(value in line::text) > 0) limit 1`,
        [texts],
      );
      if (rowCount !== 0) found.push(`${name}.${relation}`);
    }
  }
  return found;
}

async function referred() {
  const participantRef = randomUUID();
  const wanted = {
    participantRef,
    receiverOrganizationId: clinic.organization,
    serviceType: 'counselling',
    regionCode: '3520005',
    needs: ['interpreter'],
    ageBand: '18_to_24',
    purpose: 'referral',
    dataClasses: ['needs', 'age_band', 'note'],
    note,
  };
  const { status, body } = await app.call('POST', '/v1/referrals', ngo, wanted);
  expect(status).toBe(201);
  const grant = await consents.give({
    ownerOrganizationId: ngo.organization,
    participantRef,
    recipientOrganizationIds: [clinic.organization],
    purposes: [wanted.purpose],
    dataClasses: wanted.dataClasses,
  });
  await eventually(async () =>
    expect(await app.call('POST', `/v1/referrals/${body.id}/send`, ngo, {})).toMatchObject({ status: 200 }),
  );
  return { participantRef, grant, id: body.id as string };
}

async function erase(participantRef: string): Promise<string> {
  const { type, topic, aggregate } = ParticipantErased;
  const subject = randomUUID();
  const data = {
    ownerOrganizationId: ngo.organization,
    participantRef,
    erasedAt: new Date().toISOString(),
  };
  await publishAs(app.broker, { type, topic, aggregate, subject, data });
  return subject;
}

describe('after an erasure (R18)', () => {
  it('nothing personal is in any table of the databases involved, and what a backup kept does not open', async () => {
    const { id, participantRef, grant } = await referred();
    const alias = (await app.call('GET', `/v1/referrals/${id}`, clinic)).body.participantRef as string;
    const rows = async (name: string, sql: string, value: string) =>
      (await databases.get(name)!.query(sql, [value])).rows;
    const [kept] = await rows(
      'referrals',
      'select subject_id, note from referral_person where referral_id = $1',
      id,
    );
    const [key] = await rows(
      'keys',
      'select wrapped_key from subject_key where subject_id = $1',
      kept.subject_id,
    );
    // What is looked for can be found: these tables have it now, and no table has the note as it was written.
    expect(await tablesThatHold(kept.note, key.wrapped_key, alias)).toEqual([
      'referrals.referral_person',
      'keys.subject_key',
    ]);
    expect(await tablesThatHold('Zéphyrine', 'grey van')).toEqual([]);

    await consents.end(grant, 'erased');
    const erasure = await erase(participantRef);
    await eventually(async () =>
      expect(
        await rows(
          'broker',
          `select topic from record where key = $1 and topic = 'referrals.erasure'`,
          erasure,
        ),
      ).toHaveLength(1),
    );

    expect(await tablesThatHold('Zéphyrine', 'grey van', kept.note, key.wrapped_key, alias)).toEqual([]);
    const keys = app.nest.get(SubjectKeys, { strict: false });
    expect(await keys.unseal(kept.subject_id, kept.note, placeOf('referral_person', id, 'note'))).toBeNull();
    expect((await app.call('GET', `/v1/referrals/${id}`, ngo)).body).toMatchObject({
      participantRef: null,
      ageBand: null,
      note: null,
    });
  });

  it('the sender’s own pseudonym, a random number, is left where it says that something was done, and nowhere else', async () => {
    const { participantRef, grant } = await referred();
    await consents.end(grant, 'erased');
    const erasure = await erase(participantRef);
    await eventually(async () => {
      const { rows } = await databases
        .get('broker')!
        .query(`select from record where key = $1 and topic = 'referrals.erasure'`, [erasure]);
      expect(rows).toHaveLength(1);
    });
    // What was done is told of by events, a moment after it stands in the audit (R17).
    await eventually(async () =>
      expect(await tablesThatHold(participantRef)).toEqual([
        'referrals.audit_log',
        'referrals.event_log',
        'broker.record',
      ]),
    );
  });
});

describe('content about a person', () => {
  it('is in no answer, log line or metric where it is refused, or where it does not open (R12, R13)', async () => {
    const lines: string[] = [];
    const log = app.nest.get<Logger>(LOG, { strict: false });
    const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[symbols.streamSym]!;
    stream.write = (line) => void lines.push(line);
    log.level = 'trace';
    const { id } = await referred();
    const path = `/v1/referrals/${id}`;
    expect((await app.call('GET', path, clinic)).body.note.text).toBe(note);

    const refused = await app.call('POST', '/v1/referrals', ngo, { note: `${note}: 416 555 0199` });
    await databases
      .get('referrals')!
      .query('update referral_person set note = note || $2 where referral_id = $1', [id, Buffer.from('x')]);
    const broken = await app.call('GET', path, clinic);
    expect(broken.status).toBe(500);
    expect(lines.join('')).toContain(`What is sealed at referral_person/${id}/note does not open`);

    const metrics = await app.call('GET', '/metrics', null);
    expect(metrics.status).toBe(200);
    const shown = JSON.stringify([refused, broken, lines, metrics.body]);
    for (const value of ['Zéphyrine', 'grey van', 'aunt', '416 555', '555 0199'])
      expect(shown).not.toContain(value);
  });
});
