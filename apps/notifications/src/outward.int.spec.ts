import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contracts, OrganizationRegistered, ReferralSent, type Contract } from '#libs/contracts';
import { placeOf, SubjectKeys } from '#libs/sealing';
import { eventually, publishAs, recordAs, testApp } from '#libs/testing';
import pg from 'pg';
import { hubRegistered, joinsOf, seenOf, type Got } from './given.js';
import { NotificationsModule } from './notifications.module.js';
import { aliasOf } from './persistence/alias-keys.js';
import { migrations } from './persistence/migrations/index.js';

const hour = 3_600_000;

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;
let server: Server;
let origin: string;
const received: Received[] = [];

beforeAll(async () => {
  app = await testApp('notifications', {
    module: NotificationsModule,
    migrations,
    environment: { MASTER_KEYS: randomBytes(32).toString('base64'), HUB_LOCAL: 'true' },
  });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { challenge } = (JSON.parse(body) as { data: { challenge?: string } }).data;
      if (challenge === undefined) received.push({ path: request.url!, headers: request.headers, body });
      response.writeHead(200).end(JSON.stringify({ challenge }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(async () => {
  await admin.end();
  await app.close();
  await new Promise((resolve) => server.close(resolve));
});

const as = (organization: string) => ({ organization, role: 'partner_system' as const });
const at = (path: string) => received.filter((one) => one.path === path);

interface Subscribed {
  readonly organization: string;
  readonly id: string;
  readonly path: string;
}

async function subscribed(change: object, organization: string = randomUUID()): Promise<Subscribed> {
  const { type, topic, aggregate } = OrganizationRegistered;
  const data = { organizationType: 'ngo', departmentCode: null };
  await publishAs(app.broker, { type, topic, aggregate, subject: organization, data });
  const path = `/${randomUUID()}`;
  const wanted = { url: `${origin}${path}`, eventTypes: ['*'], ...change };
  const { status, body } = await app.call('POST', '/v1/subscriptions', as(organization), wanted);
  expect({ status, body }).toMatchObject({ status: 201 });
  await app.call('POST', `/v1/subscriptions/${body.id}/verify`, as(organization), {});
  await eventually(async () =>
    expect((await app.call('GET', `/v1/subscriptions/${body.id}`, as(organization))).body.state).toBe(
      'active',
    ),
  );
  return { organization, id: body.id, path };
}

const publicly = (organization?: string) => subscribed({ audience: 'public' }, organization);

/** Lets the hour of what was published go by, and the one in which it is told. */
async function untilTold(waiting: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await admin.query<{ count: number }>(
      'select count(*)::int as count from waiting_notice',
    );
    expect(rows[0]!.count).toBe(waiting);
  });
  await app.database.moveTime(2 * hour);
}

async function deliveriesOf({ organization, id }: Subscribed): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query = after === '' ? '' : `&after=${after}`;
    const { body } = await app.call(
      'GET',
      `/v1/subscriptions/${id}/deliveries?limit=100${query}`,
      as(organization),
    );
    all.push(...body.items);
    after = body.next;
  }
  return all.filter(({ type }) => type !== 'notifications.endpoint-challenge.v1');
}

/** The sealed key of a subscription, and what is in it. */
function aliasKeyOf(subscriptionId: string) {
  const row = async () => {
    const { rows } = await admin.query<{ id: string; sealed: Buffer }>(
      'select id, sealed from alias_key where subscription_id = $1',
      [subscriptionId],
    );
    return rows[0]!;
  };
  return {
    sealed: async () => (await row()).sealed,
    open: async (place?: string) => {
      const { id, sealed } = await row();
      return app.nest
        .get(SubjectKeys, { strict: false })
        .unseal(id, sealed, place ?? placeOf('alias_key', id, 'sealed'));
    },
  };
}

/** Everything that a subscriber has of each notice: body, headers, order of arrival, and what the hub lists of its delivery. */
async function gotBy(subscription: Subscribed, events: readonly { id: string }[]): Promise<Got[]> {
  const key = Buffer.from((await aliasKeyOf(subscription.id).open())!, 'base64');
  const truths = new Map(events.map(({ id }) => [aliasOf(key, id), id]));
  const deliveries = await deliveriesOf(subscription);
  return at(subscription.path).map(({ body, headers }, place) => {
    const event = JSON.parse(body) as { id: string; data: object };
    const delivery = deliveries.find(({ eventId }) => eventId === event.id)!;
    const flat = (name: string, values: object) =>
      Object.fromEntries(
        Object.entries(values).map(([field, value]) => [`${name} ${field}`, JSON.stringify(value)]),
      );
    return {
      truth: truths.get(event.id)!,
      seen: seenOf(event, { place, ...flat('header', headers), ...flat('delivery', delivery) }),
    };
  });
}

describe('public notices (messaging.md 18)', () => {
  it('tell two colluding subscribers nothing by which they could join what both got', async () => {
    const [one, other] = [await publicly(), await publicly()];
    const areas = [['3520005'], ['M5V', 'CA-QC'], ['CA-MB']];
    const records = Array.from({ length: 150 }, (_, index) =>
      recordAs(hubRegistered(randomUUID(), areas[index % areas.length]!)),
    );
    const producer = await app.broker.producer();
    await producer.send(records);
    await producer.close();
    const events = records.map(({ headers }) => ({ id: headers['ce_id']! }));
    await untilTold(300);
    await eventually(() => expect([one, other].map(({ path }) => at(path).length)).toEqual([150, 150]), {
      timeoutMilliseconds: 40_000,
    });
    const [mine, yours] = [await gotBy(one, events), await gotBy(other, events)];
    expect(new Set([...mine, ...yours].map(({ truth }) => truth))).toEqual(
      new Set(events.map(({ id }) => id)),
    );
    expect(joinsOf(mine, yours)).toEqual([]);
    // Nothing that identifies in the hub is in what either got, nor an exact time of what happened.
    const text = JSON.stringify([mine, yours].flat().map(({ seen }) => seen));
    for (const { headers, key } of records)
      for (const real of [headers['ce_id']!, key, headers['ce_time']!]) expect(text).not.toContain(real);
    expect(text).not.toMatch(/3520005|M5V/);
    const planted = (all: readonly Got[]) =>
      all.map((got) => ({ ...got, seen: { ...got.seen, 'header webhook-id': got.truth } }));
    expect(joinsOf(planted(mine), planted(yours))).toEqual(['header webhook-id']);
  }, 60_000);

  it('have numbers of the subscription’s own, 1, 2, 3 ..., and the hour', async () => {
    const { path } = await publicly();
    const hub = randomUUID();
    for (const round of [1, 2]) {
      await publishAs(app.broker, hubRegistered(randomUUID(), ['CA-ON']));
      await publishAs(app.broker, { ...hubRegistered(hub, ['CA-ON']), sequence: round });
      await eventually(async () =>
        expect(
          (await admin.query('select from waiting_notice where subject = $1', [hub])).rowCount,
        ).toBeGreaterThan(0),
      );
      await app.database.moveTime(2 * hour);
      await eventually(() => expect(at(path)).toHaveLength(2 * round));
    }
    const got = at(path).map(
      ({ body }) => JSON.parse(body) as { sequence: string; time: string; subject: string },
    );
    expect(got.map(({ sequence }) => Number(sequence)).sort()).toEqual([1, 2, 3, 4]);
    for (const { time } of got) expect(time).toMatch(/:00:00\.000Z$/);
    // What happens to the same thing later has the same alias: a subscriber can follow it.
    expect(new Set(got.map(({ subject }) => subject)).size).toBe(3);
  }, 30_000);

  it('go to those who ask for them alone, and into no feed', async () => {
    const [asking, party] = [await publicly(), await subscribed({})];
    const exercise = await subscribed({ audience: 'public', mode: 'exercise' });
    const other = await subscribed({ audience: 'public', eventTypes: ['housing.*'] });
    await publishAs(app.broker, hubRegistered(randomUUID(), ['CA-ON']));
    await eventually(async () =>
      expect(
        (await admin.query('select from waiting_notice where subscription_id = $1', [asking.id])).rowCount,
      ).toBe(1),
    );
    await app.database.moveTime(2 * hour);
    await eventually(() => expect(at(asking.path)).toHaveLength(1));
    const others = received.filter(({ path }) => [party, exercise, other].some((one) => one.path === path));
    expect(others.filter(({ body }) => !body.includes('"type":"notifications.'))).toEqual([]);
    for (const { organization } of [asking, party]) {
      const { body } = await app.call('GET', '/v1/events?limit=100', as(organization));
      expect(body.items.filter((item: { type: string }) => !item.type.startsWith('notifications.'))).toEqual(
        [],
      );
    }
  }, 30_000);

  it('cannot be asked for of what is not public', async () => {
    const wanted = { url: `${origin}/x`, audience: 'public', eventTypes: ['*', 'referrals.*'] };
    const { status, body } = await app.call('POST', '/v1/subscriptions', as(randomUUID()), wanted);
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: 'subscription/event-type-unknown', errors: [{ pointer: '/eventTypes/1' }] },
    });
  });

  it('end with the subscription: its key is gone, and nobody can make its aliases any more', async () => {
    const { organization, id } = await publicly();
    await publishAs(app.broker, hubRegistered(randomUUID(), ['CA-ON']));
    await eventually(async () =>
      expect(
        (await admin.query('select from waiting_notice where subscription_id = $1', [id])).rowCount,
      ).toBe(1),
    );
    await app.call('POST', `/v1/subscriptions/${id}/delete`, as(organization), {});
    for (const table of ['alias_key', 'waiting_notice'])
      expect((await admin.query(`select from ${table} where subscription_id = $1`, [id])).rowCount).toBe(0);
    const deadline = await admin.query(`select from deadline where owner_id = $1`, [id]);
    expect(deadline.rowCount).toBe(0);
  });

  it('have a key that stands nowhere in clear, and opens in its own place alone (R18)', async () => {
    const { id } = await publicly();
    const key = await aliasKeyOf(id).open();
    const sealed = await aliasKeyOf(id).sealed();
    expect(Buffer.from(key!, 'base64')).toHaveLength(32);
    expect(sealed.includes(Buffer.from(key!))).toBe(false);
    expect(sealed.includes(Buffer.from(key!, 'base64'))).toBe(false);
    const elsewhere = await aliasKeyOf(id)
      .open(placeOf('webhook_secret', id, 'sealed'))
      .catch(() => null);
    expect(elsewhere).toBeNull();
  });
});

/** Names under which the hub correlates, between apps alone. */
const inward = /consent_?ref|trace_?parent|trace_?state|correlation|causation|"?parties"?|participant/i;

describe('what a party gets', () => {
  const partyContracts: readonly Contract[] = contracts.filter(({ audience }) => audience !== 'apps');

  it('never carries consent, trace, correlation, parties or participant: every event that goes out, by webhook and feed', async () => {
    const { organization, path } = await subscribed({});
    const other = randomUUID();
    const secrets = Object.fromEntries(
      ['ce_consentref', 'ce_correlationid', 'ce_causationid', 'ce_participantref'].map((name) => [
        name,
        randomUUID(),
      ]),
    );
    const traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
    const producer = await app.broker.producer();
    for (const { type, topic, aggregate, examples } of partyContracts) {
      // What a newer writer, or a careless one, might add to the data goes no further either.
      const data = {
        ...examples[0],
        participantRef: secrets['ce_participantref'],
        consentRef: secrets['ce_consentref'],
      };
      const record = recordAs({
        type,
        topic,
        aggregate,
        subject: randomUUID(),
        parties: [organization, other],
        data,
      });
      await producer.send([{ ...record, headers: { ...record.headers, ...secrets, traceparent } }]);
    }
    await producer.close();
    const arrived = () => new Set(at(path).map(({ body }) => (JSON.parse(body) as { type: string }).type));
    const delivered = partyContracts.filter(({ type }) => type !== 'notifications.delivery-dead-lettered.v1');
    await eventually(
      () => expect([...arrived()]).toEqual(expect.arrayContaining(delivered.map(({ type }) => type))),
      {
        timeoutMilliseconds: 20_000,
      },
    );
    const { body } = await app.call('GET', '/v1/events?limit=100', as(organization));
    const texts = [
      ...at(path).map(({ headers, body: notice }) => `${JSON.stringify(headers)} ${notice}`),
      ...(body.items as object[]).map((item) => JSON.stringify(item)),
    ];
    expect(texts.length).toBeGreaterThan(2 * delivered.length);
    const told = texts.filter((text) => inward.test(text));
    expect(told).toEqual([]);
    for (const secret of [...Object.values(secrets), traceparent.slice(3, 35), other])
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    // Each of them would be seen where it left.
    for (const [name, secret] of Object.entries(secrets))
      expect(inward.test(`{"${name.slice(3)}":"${secret}"}`)).toBe(true);
    expect(inward.test(`{"traceparent":"${traceparent}"}`)).toBe(true);
    expect(partyContracts).toContain(ReferralSent);
  }, 40_000);
});
