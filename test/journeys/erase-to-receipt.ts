import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { eventually } from '#libs/testing';
import pg from 'pg';
import { sentOnConsent } from '../../infra/local/demonstration/consents.js';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import type { LocalHub } from '../../infra/local/local-hub.js';
import { placesThatHold } from '../privacy/search.js';

const words = ['Zéphyrine-Aurélie', 'the man with the ochre van'] as const;
const note = `${words[0]} sleeps at her aunt’s and fears ${words[1]}.`;
const [owner, receiver] = ['ngo', 'ngo-2'] as const;
const backupDays = 30;
const day = 86_400_000;

/** A person whose note another organization has read is erased: the receipt says from when on no backup holds a key, and nothing is found. */
export async function eraseToReceipt(stage: Stage, hub: LocalHub): Promise<void> {
  const { party } = stage;
  const participantRef = randomUUID();
  const { id, consent } = await sentOnConsent(stage, participantRef, note);
  const { body: read } = await party(receiver).get(`/v1/referrals/${id}`);
  expect(read).toMatchObject({ note: { text: note }, participantRef: expect.any(String) });

  const { sealed, key, subject } = await whatIsSealed(hub, id);
  expect(sealed).toHaveLength(2);
  // What is looked for can be found, and the note stands nowhere as it was written.
  expect(await placesThatHold(hub, ...sealed, key, read.participantRef)).toEqual([
    'table referrals.referral_person',
    'table keys.subject_key',
  ]);
  expect(await placesThatHold(hub, ...words)).toEqual([]);

  const officer = party('privacy');
  await officer.get(`/v1/participants/${participantRef}/erasure`, { expect: 404 });
  await officer.post(`/v1/participants/${participantRef}/erase`, {}, { expect: 200 });
  const receipt = await eventually(
    async () => {
      const { body } = await officer.get(`/v1/participants/${participantRef}/erasure`);
      expect(body.completeAt).not.toBeNull();
      return body as Record<'erasedAt' | 'keysDestroyedAt' | 'completeAt', string>;
    },
    { timeoutMilliseconds: 60_000, everyMilliseconds: 100 },
  );
  const [erasedAt, keysDestroyedAt, completeAt] = [
    receipt.erasedAt,
    receipt.keysDestroyedAt,
    receipt.completeAt,
  ].map((at) => Date.parse(at)) as [number, number, number];
  expect(keysDestroyedAt).toBeGreaterThanOrEqual(erasedAt);
  expect(completeAt - keysDestroyedAt).toBe(backupDays * day);

  expect(await placesThatHold(hub, ...words, ...sealed, key, read.participantRef)).toEqual([]);
  expect(await keyOf(hub, subject)).toEqual({ wrapped_key: null, master_key_id: null });
  await aBreachIsFound(hub, id);

  expect((await party(owner).get(`/v1/referrals/${id}`)).body).toMatchObject({
    state: 'withdrawn',
    participantRef: null,
    ageBand: null,
    note: null,
  });
  await party(receiver).get(`/v1/referrals/${id}`, { expect: 404 });
  expect((await party(owner).get(`/v1/consents/${consent}`)).body).toMatchObject({ state: 'erased' });
  const again = await officer.post(`/v1/participants/${participantRef}/erase`, {});
  expect(again.body).toMatchObject(receipt);
}

/** The note as it stands in the rows of both organizations, and the key that opens it, as the superuser sees them. */
async function whatIsSealed(
  hub: LocalHub,
  referral: string,
): Promise<{ sealed: Buffer[]; key: Buffer; subject: string }> {
  const persons = await rowsOf<{ subject_id: string; note: Buffer }>(
    hub,
    'referrals',
    'select subject_id, note from referral_person where referral_id = $1',
    [referral],
  );
  const subject = persons[0]!.subject_id;
  const { wrapped_key } = await keyOf(hub, subject);
  return { sealed: persons.map((person) => person.note), key: wrapped_key!, subject };
}

async function keyOf(hub: LocalHub, subject: string) {
  const [row] = await rowsOf<{ wrapped_key: Buffer | null; master_key_id: string | null }>(
    hub,
    'keys',
    `select wrapped_key, master_key_id from subject_key where app = 'referrals' and subject_id = $1`,
    [subject],
  );
  return row!;
}

/** The same search, where the note was kept by mistake: as bytes of a parked event, and in the feed of a partner. */
async function aBreachIsFound(hub: LocalHub, referral: string): Promise<void> {
  await rowsOf(
    hub,
    'housing',
    `insert into parked_event (consumer, topic, key, partition, record_offset, headers, value, parked_at)
     values ('housing', 'referrals.referral', $1, 0, -1, '{}', $2, hub_now())`,
    [referral, Buffer.from(JSON.stringify({ note }))],
  );
  const place = 'organization_id, mode, position';
  const event = `(${place}) = (select ${place} from feed_event order by ${place} limit 1)`;
  const [kept] = await rowsOf<{ body: unknown }>(
    hub,
    'notifications',
    `select body from feed_event where ${event}`,
  );
  const tell = (body: unknown) =>
    rowsOf(hub, 'notifications', `update feed_event set body = $1 where ${event}`, [JSON.stringify(body)]);
  await tell({ note });
  expect(await placesThatHold(hub, ...words)).toEqual([
    'table housing.parked_event',
    'table notifications.feed_event',
  ]);
  await rowsOf(hub, 'housing', 'delete from parked_event where record_offset = -1');
  await tell(kept!.body);
}

async function rowsOf<Row extends pg.QueryResultRow>(
  hub: LocalHub,
  database: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: hub.adminUrl(database) });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
