import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itself } from '#libs/known-access';
import { DeadlineWorker } from '#libs/messaging';
import { eventually, testApp } from '#libs/testing';
import pg from 'pg';
import { NotificationsModule } from './notifications.module.js';
import { migrations } from './persistence/migrations/index.js';

const day = 86_400_000;
const as = { organization: randomUUID(), role: 'partner_system' as const };
const defaultsButOne = { RETENTION_DAYS: 'delivery=20' };

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;

beforeAll(async () => {
  app = await testApp('notifications', {
    module: NotificationsModule,
    migrations,
    environment: { HUB_LOCAL: 'true', ...defaultsButOne },
  });
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

const one = async (sql: string, id: unknown) => (await admin.query(sql, [id])).rows[0];

async function subscribed(): Promise<string> {
  const { status, body } = await app.call('POST', '/v1/subscriptions', as, {
    url: 'http://127.0.0.1:9/',
    eventTypes: ['*'],
  });
  expect(status).toBe(201);
  return body.id;
}

/** A delivery in this state, with an attempt, as if it had been queued now. */
async function delivery(
  subscription: string,
  state: 'delivered' | 'dead_lettered' | 'queued',
): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into delivery (id, subscription_id, organization_id, mode, event_id, type, subject, body, state, attempts, next_attempt_at, queued_at, ended_at)
     values ($1, $2, $3, 'actual', $1, 'liaison.request-closed.v1', $1, '{}', $4, 1, hub_now() + interval '9 years', hub_now(),
       case when $4 = 'queued' then null else hub_now() end)`,
    [id, subscription, as.organization, state],
  );
  await admin.query(
    `insert into delivery_attempt (delivery_id, attempt, organization_id, at, status, milliseconds) values ($1, 1, $2, hub_now(), 200, 5)`,
    [id, as.organization],
  );
  return id;
}
const content = (id: string) =>
  one(
    `select state, body is not null as body, (select count(*)::int from delivery_attempt where delivery_id = delivery.id) as attempts
     from delivery where id = $1`,
    id,
  );

describe('retention (R18)', () => {
  it('of deliveries: what ended is purged after its days and leaves a tombstone; what is under way stays', async () => {
    const subscription = await subscribed();
    await admin.query(`update subscription set state = 'active' where id = $1`, [subscription]);
    const [ended, dead, open] = [
      await delivery(subscription, 'delivered'),
      await delivery(subscription, 'dead_lettered'),
      await delivery(subscription, 'queued'),
    ];
    await pass(19);
    for (const id of [ended, dead]) expect(await content(id)).toMatchObject({ body: true, attempts: 1 });
    await pass(2);
    expect(await content(ended)).toEqual({ state: 'delivered', body: false, attempts: 0 });
    expect(await content(dead)).toEqual({ state: 'dead_lettered', body: false, attempts: 0 });
    expect(await content(open)).toEqual({ state: 'queued', body: true, attempts: 1 });
    expect(await app.call('POST', `/v1/deliveries/${dead}/replay`, as, {})).toMatchObject({
      status: 409,
      body: { code: 'delivery/not-dead-lettered' },
    });
  });

  it('of deliveries: what an organization whose part has ended was not sent ends as well', async () => {
    const subscription = await subscribed();
    const waiting = await delivery(subscription, 'queued');
    await admin.query(
      `insert into known_access (organization_id, member_id, standing) values ($1, $2, 'ended')`,
      [as.organization, itself],
    );
    await pass(18);
    expect(await content(waiting)).toEqual({ state: 'queued', body: true, attempts: 1 });
    await pass(3);
    expect(await content(waiting)).toEqual({ state: 'superseded', body: false, attempts: 0 });
    await admin.query('delete from known_access where organization_id = $1', [as.organization]);
  });

  it.each(['disabled', 'paused', 'deleted'])(
    'of deliveries: what waits for a subscription that stays %s ends as well',
    async (state) => {
      const subscription = await subscribed();
      const waiting = await delivery(subscription, 'queued');
      await admin.query('update subscription set state = $2 where id = $1', [subscription, state]);
      await pass(19);
      expect(await content(waiting)).toEqual({ state: 'queued', body: true, attempts: 1 });
      await pass(2);
      expect(await content(waiting)).toEqual({ state: 'superseded', body: false, attempts: 0 });
    },
  );

  it('of deliveries: what is linked to a person ends as well where the hub never learns who the organization is', async () => {
    const subscription = await subscribed();
    await admin.query(`update subscription set state = 'active' where id = $1`, [subscription]);
    const waiting = await delivery(subscription, 'queued');
    await admin.query('update delivery set person_linked = true where id = $1', [waiting]);
    await pass(21);
    expect(await content(waiting)).toEqual({ state: 'superseded', body: false, attempts: 0 });
  });

  it('of the feed: positions and types stay, what was told does not', async () => {
    const { organization } = as;
    const told = () =>
      admin.query(
        `insert into feed_event (organization_id, mode, position, event_id, type, body, at)
         select $1, 'test', coalesce(max(position), 0) + 1, gen_random_uuid(), 'liaison.request-closed.v1', '{"data":{}}', hub_now()
         from feed_event where organization_id = $1 and mode = 'test'`,
        [organization],
      );
    await told();
    await pass(366);
    await told();
    const { rows } = await admin.query(
      `select position::int, body is not null as body from feed_event where organization_id = $1 and mode = 'test' order by 1`,
      [organization],
    );
    expect(rows).toEqual([
      { position: 1, body: false },
      { position: 2, body: true },
    ]);
    const feed = await app.call('GET', '/v1/events?after=0&mode=test', as);
    expect(feed.body.items.map(({ position }: { position: number }) => position)).toEqual([2]);
  });

  it('of secrets: one that signs no longer goes, and its key; the one that signs stays', async () => {
    const subscription = await subscribed();
    const { id: old } = await one('select id from webhook_secret where subscription_id = $1', subscription);
    await app.call('POST', `/v1/subscriptions/${subscription}/rotate-secret`, as, {});
    await pass(1.5);
    expect(await one('select id from webhook_secret where id = $1', old)).toBeDefined();
    await pass(1.5);
    const { rows } = await admin.query('select id from webhook_secret where subscription_id = $1', [
      subscription,
    ]);
    expect(rows.map(({ id }) => id)).toEqual([expect.not.stringMatching(old)]);
    const keys = new pg.Client({ connectionString: app.keys!.adminUrl });
    await keys.connect();
    const left = await keys.query('select subject_id from subject_key where wrapped_key is not null');
    await keys.end();
    expect(left.rows.map((row) => row.subject_id)).toContain(rows[0].id);
    expect(left.rows.map((row) => row.subject_id)).not.toContain(old);
  });

  it('of kept answers and of parked events; more than one transaction takes, and again the next day', async () => {
    await admin.query(
      `insert into idempotency_key (organization_id, route, key, fingerprint, answer, made_at)
       select $1, 'POST /v1/x', number::text, '', '{}', hub_now() from generate_series(1, 2500) as number`,
      [as.organization],
    );
    const parked = `insert into parked_event (consumer, topic, key, partition, record_offset, headers, value, parked_at)
       values ('notifications', 'liaison.request', 'x', 0, $1, '{}', $2, hub_now()) returning id`;
    const { id } = await admin.query(parked, [1, randomBytes(8)]).then(({ rows }) => rows[0]);
    const answers = `select count(*)::int as count from idempotency_key where route = 'POST /v1/x' and organization_id = $1`;
    await pass(29);
    expect(await one(answers, as.organization)).toEqual({ count: 2_500 });
    await pass(2);
    expect(await one(answers, as.organization)).toEqual({ count: 0 });
    expect((await one('select value from parked_event where id = $1', id)).value).not.toBeNull();
    await pass(340);
    expect(await one('select value, key from parked_event where id = $1', id)).toEqual({
      value: null,
      key: 'x',
    });
  });
});
