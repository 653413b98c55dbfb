import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeadlineWorker } from '#libs/messaging';
import { placeOf, SubjectKeys } from '#libs/sealing';
import { eventually, testApp } from '#libs/testing';
import pg from 'pg';
import { migrations } from './persistence/migrations/index.js';
import { ReferralsModule } from './referrals.module.js';

const day = 86_400_000;
const ngo = { organization: randomUUID(), role: 'ngo_worker' as const };

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

/** Lets so many days pass; what is due is done when no deadline of a purge or of a key is due any more, in whichever process. */
async function pass(days: number): Promise<void> {
  await app.database.moveTime(days * day);
  await eventually(async () => {
    await app.nest.get(DeadlineWorker, { strict: false }).runOnce();
    // One that is being fired is locked: it is there until the commit that sets the next.
    const { rows } = await admin.query(
      `select kind from deadline where kind ~ '^(purge-|destroy-key)' and due_at <= hub_now()`,
    );
    expect(rows).toEqual([]);
  });
}

async function drafted(participantRef: string, serviceType: string): Promise<string> {
  const { status, body } = await app.call('POST', '/v1/referrals', ngo, {
    participantRef,
    receiverOrganizationId: randomUUID(),
    serviceType,
    regionCode: '3520005',
    needs: ['interpreter'],
    ageBand: '18_to_24',
    purpose: 'referral',
    dataClasses: ['needs', 'age_band', 'note'],
    note: 'Prefers mornings.',
  });
  expect(status).toBe(201);
  return body.id;
}
const cancel = async (id: string) =>
  expect(await app.call('POST', `/v1/referrals/${id}/cancel`, ngo, { reasonCode: 'other' })).toMatchObject({
    status: 200,
  });
const person = async (id: string) =>
  (
    await admin.query(
      'select subject_id, participant_ref, age_band, note from referral_person where referral_id = $1',
      [id],
    )
  ).rows[0];

describe('retention of referrals (R18)', () => {
  it('purges whom a referral was about two years after its end, and the key with the last one; states and codes stay', async () => {
    const participantRef = randomUUID();
    const first = await drafted(participantRef, 'counselling');
    await cancel(first);
    const { subject_id: subjectId, note } = await person(first);
    await pass(729);
    const second = await drafted(participantRef, 'legal');
    expect((await person(second)).subject_id).toBe(subjectId);
    expect(await person(first)).toMatchObject({ participant_ref: participantRef, age_band: '18_to_24' });

    await pass(2);
    const purged = { participant_ref: null, age_band: null, note: null };
    expect(await person(first)).toMatchObject(purged);
    expect(await person(second)).toMatchObject({ participant_ref: participantRef });
    const keys = app.nest.get(SubjectKeys, { strict: false });
    const place = placeOf('referral_person', first, 'note');
    expect(await keys.unseal(subjectId, note, place)).toBe('Prefers mornings.');

    await cancel(second);
    await pass(731);
    expect(await person(second)).toMatchObject(purged);
    expect(await keys.unseal(subjectId, note, place)).toBeNull();
    expect((await app.call('GET', `/v1/referrals/${first}`, ngo)).body).toMatchObject({
      state: 'cancelled',
      reasonCode: 'other',
      participantRef: null,
      note: null,
    });
  });

  it('leaves the key of whoever is written about at that moment: the note can be read, and the next one written', async () => {
    const participantRef = randomUUID();
    const first = await drafted(participantRef, 'counselling');
    await cancel(first);
    await pass(729);
    const holder = new pg.Client({ connectionString: app.database.adminUrl });
    await holder.connect();
    await holder.query('begin; lock table audit_log in share mode');
    const drafting = drafted(participantRef, 'legal');
    try {
      await eventually(async () => {
        const waiting = await admin.query(
          `select from pg_stat_activity
           where datname = current_database() and usename = 'referrals_app' and wait_event = 'relation'`,
        );
        expect(waiting.rowCount).toBe(1);
      });
      await pass(2);
    } finally {
      await holder.query('commit');
      await holder.end();
    }
    const second = await drafting;
    const noteOf = async (id: string) => (await app.call('GET', `/v1/referrals/${id}`, ngo)).body.note;
    expect(await noteOf(second)).toMatchObject({ text: 'Prefers mornings.' });
    await drafted(participantRef, 'health');

    await pass(1);
    expect(await person(first)).toMatchObject({ participant_ref: null, note: null });
    expect(await noteOf(second)).toMatchObject({ text: 'Prefers mornings.' });
  });

  it('leaves what has not ended, however old', async () => {
    const participantRef = randomUUID();
    const id = await drafted(participantRef, 'health');
    await pass(3_000);
    expect(await person(id)).toMatchObject({ participant_ref: participantRef });
  });
});
