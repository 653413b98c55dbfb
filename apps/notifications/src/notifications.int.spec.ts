import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  contracts,
  HoldPlaced,
  OrganizationEnded,
  OrganizationRegistered,
  OrganizationReinstated,
  OrganizationSuspended,
  ReferralRecalled,
  ReferralSent,
  RequestClosed,
  SubscriptionActivated,
  type Contract,
} from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { UnitOfWork, type CommandContext, type Tx } from '#libs/messaging';
import { eventually, fastestMilliseconds, publishAs, recordAs, testApp } from '#libs/testing';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { DeliveryWorker } from './features/deliver-notices/deliver-notices.worker.js';
import { WaitingReaders } from './features/read-feed/waiting-readers.js';
import { ReplayDelivery } from './features/replay-delivery/replay-delivery.command.js';
import { ReplayDeliveryHandler } from './features/replay-delivery/replay-delivery.handler.js';
import { RotateSecret } from './features/rotate-secret/rotate-secret.command.js';
import { RotateSecretHandler } from './features/rotate-secret/rotate-secret.handler.js';
import { SealEarlierSecretsAnew } from './features/seal-earlier-secrets-anew/seal-earlier-secrets-anew.worker.js';
import { NotificationsModule } from './notifications.module.js';
import { Deliveries } from './persistence/deliveries.js';
import { migrations } from './persistence/migrations/index.js';
import { Subscriptions } from './persistence/subscriptions.repository.js';
import { WebhookSecrets } from './persistence/webhook-secrets.js';

const hour = 3_600_000;
const masterKey = randomBytes(32);

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: { id: string; type: string; subject: string; sequence: string; mode: string; data: object };
}

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;
let server: Server;
let origin: string;
const received: Received[] = [];
/** What an endpoint answers to a notice; 200 unless told otherwise. */
const answers = new Map<string, (event: Received['event']) => number>();
/** What an endpoint says beside what it answers. */
const retryAfters = new Map<string, string>();
/** Endpoints that answer so as well to what a subscription is told of itself. */
const answersToAll = new Set<string>();
/** Endpoints that do not answer, and how to answer after all. */
const hangs = new Set<string>();
const unanswered: ((status?: number) => void)[] = [];
/** What an endpoint answers to a challenge; the challenge itself unless told otherwise. */
const challengeAnswers = new Map<string, (challenge: string) => string>();

beforeAll(async () => {
  app = await testApp('notifications', {
    module: NotificationsModule,
    migrations,
    environment: { MASTER_KEYS: masterKey.toString('base64'), HUB_LOCAL: 'true' },
  });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url!;
      const body = Buffer.concat(chunks).toString('utf8');
      const event = JSON.parse(body) as Received['event'] & { data: { challenge?: string } };
      if (event.data.challenge !== undefined) {
        if (hangs.has(`challenge ${path}`))
          return void unanswered.push((status = 503) => response.writeHead(status).end());
        const returned = (challengeAnswers.get(path) ?? ((challenge) => JSON.stringify({ challenge })))(
          event.data.challenge,
        );
        return response.writeHead(200, { 'content-type': 'application/json' }).end(returned);
      }
      if (hangs.has(path)) return void unanswered.push((status = 503) => response.writeHead(status).end());
      received.push({ path, headers: request.headers, body, event });
      // What a subscription is told of itself always arrives: it may come before or after what a test is about.
      const ofItself = event.type.startsWith('notifications.') && !answersToAll.has(path);
      const retryAfter = retryAfters.get(path);
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      return response.writeHead(ofItself ? 200 : (answers.get(path)?.(event) ?? 200)).end();
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

const as = (organization: string, role: Role = 'partner_system') => ({ organization, role });
/** What came there, but for what a subscription is told of itself. */
const at = (path: string) =>
  received.filter((one) => one.path === path && !one.event.type.startsWith('notifications.'));
const sequencesAt = (path: string, subject: string) =>
  at(path)
    .filter(({ event }) => event.subject === subject)
    .map(({ event }) => Number(event.sequence));

async function post(path: string, organization: string, body: unknown = {}) {
  const answer = await app.call('POST', path, as(organization), body);
  expect([200, 201]).toContain(answer.status);
  return answer.body;
}

const subscriptionOf = async (organization: string, id: string) =>
  (await app.call('GET', `/v1/subscriptions/${id}`, as(organization))).body;
const deliveriesOf = async (organization: string, id: string, query = '') =>
  (await app.call('GET', `/v1/subscriptions/${id}/deliveries${query}`, as(organization))).body.items;

interface Subscribed {
  readonly organization: string;
  readonly id: string;
  readonly secret: string;
  readonly path: string;
}

/** The directory says what an organization is; a higher number: it says something else than before. */
function register(organization: string, organizationType = 'ngo', departmentCode: string | null = null) {
  return tellOf(organization, OrganizationRegistered, { organizationType, departmentCode });
}

/** The directory's next event of an organization. */
function tellOf(organization: string, { type, topic, aggregate }: Contract, data: object) {
  const sequence = (registrations.get(organization) ?? 0) + 1;
  registrations.set(organization, sequence);
  return publishAs(app.broker, { type, topic, aggregate, subject: organization, sequence, data });
}
const registrations = new Map<string, number>();

const untilHeardOf = (organization: string) =>
  eventually(async () => {
    const { rows } = await admin.query(`select last_version from consumer_cursor where aggregate_id = $1`, [
      organization,
    ]);
    expect(rows).toEqual([{ last_version: registrations.get(organization) }]);
  });

/** Waits until the hub knows this of the organization. */
async function registered(organization: string, organizationType: string, departmentCode?: string) {
  await register(organization, organizationType, departmentCode);
  await untilHeardOf(organization);
  return organization;
}

/** A subscription of an organization of its own that has not been verified. */
async function created(change: object = {}, organization: string = randomUUID()): Promise<Subscribed> {
  if (!registrations.has(organization)) await register(organization);
  const path = `/${randomUUID()}`;
  const { status, body } = await app.call('POST', '/v1/subscriptions', as(organization), {
    url: `${origin}${path}`,
    eventTypes: ['*'],
    ...change,
  });
  expect({ status, ...(status === 201 ? {} : { body }) }).toEqual({ status: 201 });
  return { organization, id: body.id, secret: body.secret, path };
}

async function verify({ organization, id }: Subscribed): Promise<void> {
  await post(`/v1/subscriptions/${id}/verify`, organization);
  await eventually(async () =>
    expect(await subscriptionOf(organization, id)).toMatchObject({ state: 'active' }),
  );
}

async function subscribed(change: object = {}, organization?: string): Promise<Subscribed> {
  const subscription = await created(change, organization);
  await verify(subscription);
  return subscription;
}

/** An event of another app that these organizations are party to. */
async function publish(
  parties: readonly string[],
  {
    subject = randomUUID() as string,
    sequence = 1,
    mode = 'actual',
    contract = RequestClosed as Contract,
  } = {},
): Promise<string> {
  const { type, topic, aggregate, examples } = contract;
  await publishAs(app.broker, {
    type,
    topic,
    aggregate,
    subject,
    sequence,
    parties,
    mode,
    data: examples[0],
  });
  return subject;
}

async function feedOf(
  organization: string,
  query = '',
): Promise<{ position: number; subject: string; type: string; id: string }[]> {
  const { status, body } = await app.call('GET', `/v1/events?limit=100${query}`, as(organization));
  expect(status).toBe(200);
  return body.items;
}

const inFeed = (organization: string, subject: string, query = '') =>
  eventually(async () => {
    const items = (await feedOf(organization, query)).filter((item) => item.subject === subject);
    expect(items).toHaveLength(1);
    return items[0]!;
  });

/** Lets so much time pass, and attempts what has become due. */
async function pass(milliseconds: number): Promise<void> {
  await app.database.moveTime(milliseconds);
  await app.nest.get(DeliveryWorker, { strict: false }).runOnce();
}

function isSignedBy(secret: string, { body, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** A place where somebody is held until a test lets go. */
function held() {
  const place = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const reached = () => {
    place.resolve();
    return gate.promise;
  };
  return { isReached: place.promise, reached, letGo: gate.resolve };
}

/** The app's unit of work; each command's decision is made where `around` says so. */
function commandsThat(around: <Answer>(decide: () => Promise<Answer>) => Promise<Answer>): UnitOfWork {
  const unitOfWork = app.nest.get(UnitOfWork, { strict: false });
  return Object.assign(Object.create(unitOfWork) as UnitOfWork, {
    command: <Answer>(context: CommandContext, work: (tx: Tx) => Promise<Answer>) =>
      unitOfWork.command(context, (tx) => around(() => work(tx))),
  });
}

const contextOf = (organizationId: string): CommandContext => ({
  actor: { organizationId, memberId: randomUUID(), role: 'partner_system' },
  cause: {},
  mode: 'actual',
  idempotency: { key: randomUUID(), route: 'POST /v1/subscriptions', fingerprint: '' },
});

describe('a subscription (R64)', () => {
  it('is active once the endpoint gave the challenge back; no notice goes out before', async () => {
    const subscription = await created();
    const { organization, id, path } = subscription;
    const before = await publish([organization]);
    await inFeed(organization, before);
    expect(await subscriptionOf(organization, id)).toMatchObject({ state: 'pending_verification' });
    await verify(subscription);
    const after = await publish([organization]);
    await eventually(() => expect(at(path).map(({ event }) => event.subject)).toEqual([after]));
  });

  it.each([
    ['another one', () => JSON.stringify({ challenge: 'guessed' })],
    ['nothing', () => ''],
    ['what is no JSON', () => '<html>'],
    ['null', () => 'null'],
    ['the text alone', (challenge: string) => challenge],
  ])('is not active where the endpoint gives back %s', async (_, answer) => {
    const { organization, id, path } = await created();
    challengeAnswers.set(path, answer);
    await post(`/v1/subscriptions/${id}/verify`, organization);
    await eventually(async () => {
      const [delivery] = await deliveriesOf(organization, id);
      expect(delivery.attempts[0]).toMatchObject({ error: 'CHALLENGE_NOT_RETURNED' });
    });
    expect(await subscriptionOf(organization, id)).toMatchObject({ state: 'pending_verification' });
  });

  it.each([
    ['url', 'no-url'],
    ['url', 'ftp://example.org/notices'],
    ['url', 'https://user:word@example.org/notices'],
    ['url', 'https://example.org/notices\u0000'],
    ['eventTypes', ['housing.hold-painted.v1']],
    ['eventTypes', ['messaging.*']],
    ['eventTypes', []],
    ['mode', 'rehearsal'],
  ])('is refused where its %s is %j', async (field, value) => {
    const body = { url: 'https://example.org/notices', eventTypes: ['*'], [field]: value };
    const { status, body: problem } = await app.call('POST', '/v1/subscriptions', as(randomUUID()), body);
    expect([400, 422]).toContain(status);
    expect(problem.errors[0].pointer).toContain(`/${field}`);
    expect(problem.titles.fr).toBeTruthy();
  });

  it('can be proved although a notice about itself still waits to go out', async () => {
    const { organization, id } = await created();
    await admin.query(
      `insert into delivery (id, subscription_id, organization_id, mode, event_id, type, subject, body, state, next_attempt_at, queued_at)
       values ($1, $2, $3, 'actual', $1, 'notifications.subscription-disabled.v1', $2,
         '{"type":"notifications.subscription-disabled.v1","data":{}}', 'queued', now(), now())`,
      [randomUUID(), id, organization],
    );
    await post(`/v1/subscriptions/${id}/verify`, organization);
    await eventually(async () =>
      expect(await subscriptionOf(organization, id)).toMatchObject({ state: 'active' }),
    );
  });

  it('is asked for its proof once at a time, however often somebody asks for it', async () => {
    const { organization, id, path } = await created();
    hangs.add(`challenge ${path}`);
    for (let count = 0; count < 5; count += 1) {
      await post(`/v1/subscriptions/${id}/verify`, organization);
      await eventually(() => expect(unanswered).toHaveLength(1));
    }
    await inFeed(organization, await publish([organization]));
    expect(unanswered).toHaveLength(1);
    const open = (await deliveriesOf(organization, id)).filter(
      (one: { endedAt: string | null }) => !one.endedAt,
    );
    expect(open).toHaveLength(1);
    hangs.delete(`challenge ${path}`);
    unanswered.splice(0).forEach((release) => release());
    await eventually(async () =>
      expect(await subscriptionOf(organization, id)).toMatchObject({ state: 'active' }),
    );
  });

  it('is its organization’s alone: another one is told that there is none', async () => {
    const { id } = await subscribed();
    const stranger = as(randomUUID());
    const calls = await Promise.all([
      app.call('GET', `/v1/subscriptions/${id}`, stranger),
      app.call('GET', `/v1/subscriptions/${id}/deliveries`, stranger),
      ...['verify', 'pause', 'resume', 'rotate-secret', 'delete'].map((act) =>
        app.call('POST', `/v1/subscriptions/${id}/${act}`, stranger, {}),
      ),
    ]);
    expect(calls.map((one) => one.status)).toEqual(calls.map(() => 404));
    expect((await app.call('GET', '/v1/subscriptions', stranger)).body.items).toEqual([]);
  });

  it('needs a token, and the role of a partner system (R65)', async () => {
    const { organization, id } = await created();
    expect((await app.call('POST', '/v1/subscriptions', null, {})).status).toBe(401);
    const asWorker = await app.call(
      'POST',
      `/v1/subscriptions/${id}/verify`,
      as(organization, 'ngo_worker'),
      {},
    );
    expect(asWorker).toMatchObject({ status: 403, body: { code: 'role/forbidden' } });
  });

  it('is made once although it was asked for twice, and the answer shows the same secret', async () => {
    const organization = randomUUID();
    const body = { url: `${origin}/twice`, eventTypes: ['*'] };
    const again = { 'idempotency-key': randomUUID() };
    const first = await app.call('POST', '/v1/subscriptions', as(organization), body, again);
    const second = await app.call('POST', '/v1/subscriptions', as(organization), body, again);
    expect([second.status, second.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(second.body).toEqual(first.body);
    expect((await app.call('GET', '/v1/subscriptions', as(organization))).body.items).toHaveLength(1);
  });

  it('is one of twenty at most, also where thirty are asked for at once; a deleted one gives its place', async () => {
    const { organization, id } = await created();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        app.call('POST', '/v1/subscriptions', as(organization), {
          url: `${origin}/${randomUUID()}`,
          eventTypes: ['*'],
        }),
      ),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBe(19);
    for (const answer of answers.filter((one) => !made.includes(one)))
      expect(answer).toMatchObject({ status: 409, body: { code: 'subscription/too-many' } });
    await post(`/v1/subscriptions/${id}/delete`, organization);
    await created({}, organization);
  });

  it('ends: nothing more goes out, and its secrets are gone', async () => {
    const { organization, id, path } = await subscribed();
    await post(`/v1/subscriptions/${id}/delete`, organization);
    await inFeed(organization, await publish([organization]));
    expect(at(path)).toEqual([]);
    const secrets = await admin.query('select from webhook_secret where subscription_id = $1', [id]);
    expect(secrets.rowCount).toBe(0);
    expect((await app.call('POST', `/v1/subscriptions/${id}/resume`, as(organization), {})).status).toBe(409);
  });
});

describe('a delivery', () => {
  it('is signed (Standard Webhooks), and carries what the feed shows, without the other parties', async () => {
    const { organization, id, secret, path } = await subscribed();
    const other = randomUUID();
    const subject = await publish([organization, other]);
    const [notice] = await eventually(() => {
      expect(at(path)).toHaveLength(1);
      return at(path);
    });
    expect(isSignedBy(secret, notice!)).toBe(true);
    expect(isSignedBy(`whsec_${randomBytes(24).toString('base64')}`, notice!)).toBe(false);
    expect(isSignedBy(secret, { ...notice!, body: notice!.body.replace('confirmed', 'no_reply') })).toBe(
      false,
    );
    expect(notice!.headers['content-type']).toBe('application/cloudevents+json');
    expect(notice!.headers['webhook-id']).toBe(notice!.event.id);
    expect(notice!.event).toMatchObject({
      type: RequestClosed.type,
      subject,
      sequence: '0000000001',
      mode: 'actual',
    });
    expect(notice!.body + JSON.stringify(notice!.headers)).not.toContain(other);
    const { position: _, ...shown } = await inFeed(organization, subject);
    expect(shown).toEqual(notice!.event);
    await eventually(async () =>
      expect((await deliveriesOf(organization, id)).at(-1)).toMatchObject({
        state: 'delivered',
        attempts: [{ status: 200, error: null }],
      }),
    );
  });

  it('goes to the parties alone: a stranger gets nothing, neither by webhook nor by feed', async () => {
    const [party, stranger] = [await subscribed(), await subscribed()];
    const subject = await publish([party.organization]);
    await eventually(() => expect(at(party.path)).toHaveLength(1));
    expect(at(stranger.path)).toEqual([]);
    expect((await feedOf(stranger.organization)).filter((item) => item.subject === subject)).toEqual([]);
  });

  it('takes an organization that is named twice for one party', async () => {
    const { organization, path } = await subscribed();
    const subject = await publish([organization, organization]);
    await eventually(() => expect(sequencesAt(path, subject)).toEqual([1]));
    await inFeed(organization, subject);
  });

  it('has the mode of its subscription: exercise never reaches actual, nor the other way (R62)', async () => {
    const actual = await subscribed();
    const exercise = await subscribed({ mode: 'exercise' }, actual.organization);
    const [real, drill] = [
      await publish([actual.organization]),
      await publish([actual.organization], { mode: 'exercise' }),
    ];
    await eventually(() =>
      expect([at(actual.path), at(exercise.path)].map((got) => got.length)).toEqual([1, 1]),
    );
    expect(at(actual.path)[0]!.event).toMatchObject({ subject: real, mode: 'actual' });
    expect(at(exercise.path)[0]!.event).toMatchObject({ subject: drill, mode: 'exercise' });
    const subjects = (items: { subject: string }[]) => items.map((item) => item.subject);
    expect(subjects(await feedOf(actual.organization))).not.toContain(drill);
    expect(subjects(await feedOf(actual.organization, '&mode=exercise'))).toContain(drill);
  });

  it('is of the types that were asked for', async () => {
    const { organization, path } = await subscribed({ eventTypes: ['housing.*'] });
    await publish([organization]);
    const held = await publish([organization], { contract: HoldPlaced });
    await eventually(() => expect(at(path).map(({ event }) => event.subject)).toEqual([held]));
  });

  it('waits for its predecessor of the same aggregate while the endpoint fails; others do not wait', async () => {
    const { organization, path } = await subscribed();
    const subject = randomUUID();
    let isBroken = true;
    answers.set(path, (event) => (isBroken && event.subject === subject ? 500 : 200));
    for (const sequence of [1, 2, 3]) await publish([organization], { subject, sequence });
    const other = await publish([organization]);
    await eventually(() => expect(sequencesAt(path, other)).toEqual([1]));
    await eventually(async () => {
      await pass(10_000);
      expect(sequencesAt(path, subject).length).toBeGreaterThanOrEqual(3);
    });
    expect(new Set(sequencesAt(path, subject))).toEqual(new Set([1]));
    isBroken = false;
    await eventually(async () => {
      await pass(hour);
      expect(sequencesAt(path, subject)).toContain(3);
    });
    const order = sequencesAt(path, subject).filter(
      (sequence, index, all) => all.indexOf(sequence) === index,
    );
    expect(order).toEqual([1, 2, 3]);
    const ids = at(path).filter(({ event }) => event.subject === subject && event.sequence === '0000000001');
    expect(new Set(ids.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('is not queued for a subscription that ends at the same moment', async () => {
    const { organization, id } = await subscribed();
    const ending = new pg.Client({ connectionString: app.database.adminUrl });
    await ending.connect();
    await ending.query('begin');
    await ending.query(`update subscription set state = 'deleted' where id = $1`, [id]);
    const subject = await publish([organization]);
    // The consumer waits for the one who ends it.
    await eventually(async () => {
      const { rows } = await admin.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows).not.toEqual([]);
    }).finally(() => ending.query('commit').then(() => ending.end()));
    await inFeed(organization, subject);
    expect((await admin.query('select from delivery where subject = $1', [subject])).rows).toEqual([]);
  });

  it('to an endpoint that hangs holds up no other endpoint', async () => {
    const organization = randomUUID();
    const hanging = await subscribed({}, organization);
    const healthy = await subscribed({}, organization);
    hangs.add(hanging.path);
    const subjects = Array.from({ length: 40 }, () => randomUUID());
    for (const subject of subjects) await publish([organization], { subject });
    await eventually(() => expect(at(healthy.path)).toHaveLength(40));
    expect(at(hanging.path)).toEqual([]);
    hangs.delete(hanging.path);
    unanswered.splice(0).forEach((release) => release());
  });

  it('to eight endpoints that take their time holds up nobody else’s', async () => {
    const slow = await Promise.all(Array.from({ length: 8 }, () => subscribed()));
    for (const { path } of slow) hangs.add(path);
    const path = `/${randomUUID()}`;
    // Another host: so many connections go to one at most.
    const url = `${origin.replace('127.0.0.1', 'localhost')}${path}`;
    const { organization } = await subscribed({ url });
    for (let count = 0; count < 20; count += 1) await publish(slow.map((one) => one.organization));
    await eventually(() => expect(unanswered.length).toBeGreaterThanOrEqual(8));
    await publish([organization]);
    await eventually(() => expect(at(path)).toHaveLength(1), { timeoutMilliseconds: 2_000 });
    for (const one of slow) {
      hangs.delete(one.path);
      await post(`/v1/subscriptions/${one.id}/delete`, one.organization);
    }
    unanswered.splice(0).forEach((release) => release());
  });

  it('to an endpoint that last took more than a second goes out one at a time', async () => {
    const [{ organization, path }, other] = [await subscribed(), await subscribed()];
    await eventually(() =>
      expect(received.filter((one) => one.path === path).map(({ event }) => event.type)).toContain(
        SubscriptionActivated.type,
      ),
    );
    hangs.add(path);
    await publish([organization]);
    await eventually(() => expect(unanswered).toHaveLength(1));
    const since = performance.now();
    await eventually(() => expect(performance.now() - since).toBeGreaterThan(1_000));
    unanswered.splice(0).forEach((arrive) => arrive(200));
    for (let count = 0; count < 6; count += 1) await publish([organization]);
    await eventually(() => expect(unanswered).toHaveLength(1));
    await inFeed(organization, await publish([organization]));
    // What comes later went out: whatever might have gone before it did.
    await publish([other.organization]);
    await eventually(() => expect(at(other.path)).toHaveLength(1));
    expect(unanswered).toHaveLength(1);
    hangs.delete(path);
    unanswered.splice(0).forEach((arrive) => arrive(200));
    await eventually(() => expect(at(path)).toHaveLength(6));
  });

  it('behind thousands that wait for an endpoint that is ill goes out as fast as with none', async () => {
    const worker = app.nest.get(DeliveryWorker, { strict: false });
    const fastestOfRounds = () => fastestMilliseconds(30, () => worker.runOnce());
    const { organization, id, path } = await subscribed();
    await pass(0);
    const without = await fastestOfRounds();
    answers.set(path, () => 503);
    const subjects = Array.from({ length: 50 }, () => randomUUID());
    for (const subject of subjects) await publish([organization], { subject });
    await eventually(() => expect(new Set(at(path).map(({ event }) => event.subject)).size).toBe(50));
    const event = {
      ...at(path)[0]!.event,
      specversion: '1.0',
      source: '/liaison',
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
    } as const;
    await app.nest.get(UnitOfWork, { strict: false }).worker({}, (tx) =>
      app.nest.get(Deliveries, { strict: false }).queue(
        tx,
        Array.from({ length: 5_000 }, (_, index) => ({
          organizations: [organization],
          event: { ...event, mode: 'actual', id: randomUUID(), subject: subjects[index % 50]! },
          personLinked: false,
        })),
      ),
    );
    // The next attempts are half an hour away.
    for (const seconds of [7, 40, 400]) await pass(seconds * 1_000);
    const behind = await fastestOfRounds();
    expect(behind).toBeLessThan(4 * without);
    await post(`/v1/subscriptions/${id}/delete`, organization);
  });

  it('that is refused for a while, by a wrong token as well, is not lost', async () => {
    const { organization, id, path } = await subscribed();
    let attempts = 0;
    const subject = randomUUID();
    answers.set(path, (event) =>
      event.subject === subject ? ([401, 404, 302, 503][attempts++] ?? 204) : 204,
    );
    await publish([organization], { subject });
    await eventually(async () => {
      await pass(hour);
      const delivered = await deliveriesOf(organization, id, '?state=delivered');
      expect(
        delivered.find((one: { type: string }) => one.type === RequestClosed.type)?.attempts,
      ).toHaveLength(5);
    });
    expect(attempts).toBe(5);
  });

  it('waits as long as the endpoint asks for by a date (RFC 9110)', async () => {
    const { organization, id, path } = await subscribed();
    answers.set(path, () => 503);
    retryAfters.set(path, new Date(Date.now() + 2 * hour).toUTCString());
    const subject = await publish([organization]);
    await eventually(() => expect(sequencesAt(path, subject)).toEqual([1]));
    await eventually(async () => {
      const [waiting] = (await deliveriesOf(organization, id, '?state=retry_wait')) as {
        nextAttemptAt: string;
        attempts: { at: string }[];
      }[];
      const pause = Date.parse(waiting!.nextAttemptAt) - Date.parse(waiting!.attempts.at(-1)!.at);
      expect(Math.round(pause / 60_000)).toBe(120);
    });
  });

  it('of a paused subscription waits, and goes out in order when it is resumed', async () => {
    const { organization, id, path } = await subscribed();
    await post(`/v1/subscriptions/${id}/pause`, organization);
    const subject = randomUUID();
    for (const sequence of [1, 2]) await publish([organization], { subject, sequence });
    await eventually(async () => {
      const queued = await deliveriesOf(organization, id, '?state=queued');
      expect(queued.filter((one: { type: string }) => one.type === RequestClosed.type)).toHaveLength(2);
    });
    await pass(hour);
    expect(at(path)).toEqual([]);
    await post(`/v1/subscriptions/${id}/resume`, organization);
    await eventually(() => expect(sequencesAt(path, subject)).toEqual([1, 2]));
  });
});

describe('what is linked to a person (R4)', () => {
  const personLinkedTypes = contracts.filter((one) => one.personLinked).map(({ type }) => type);
  const wish = (eventTypes: readonly string[]) => ({ url: `${origin}/${randomUUID()}`, eventTypes });
  const enforcers: [string, string, string | undefined][] = [
    ['a police force', 'police', undefined],
    ['the federal police', 'federal_department', 'RCMP'],
    ['border enforcement', 'federal_department', 'CBSA'],
  ];

  it.each(enforcers)('cannot be subscribed by %s; anything else can (R4)', async (_, type, department) => {
    const organization = await registered(randomUUID(), type, department);
    for (const wanted of ['*', 'referrals.*', 'housing.*', ...personLinkedTypes]) {
      const { status, body } = await app.call(
        'POST',
        '/v1/subscriptions',
        as(organization),
        wish(['liaison.*', wanted]),
      );
      expect({ wanted, status, body }).toMatchObject({
        status: 422,
        body: { code: 'subscription/person-linked-refused', errors: [{ pointer: '/eventTypes/1' }] },
      });
      expect(body.titles.en).toContain('Police and border enforcement');
      expect(body.titles.fr).toContain('La police et les services frontaliers');
      expect(personLinkedTypes).toEqual(expect.arrayContaining(body.personLinked));
    }
    const { organization: _same, path } = await subscribed({ eventTypes: ['liaison.*'] }, organization);
    const subject = await publish([organization]);
    await eventually(() => expect(sequencesAt(path, subject)).toEqual([1]));
  });

  it.each(enforcers)(
    'does not reach %s that is named as a party, nor its feed (R4)',
    async (_, type, department) => {
      const organization = await registered(randomUUID(), type, department);
      const { id, path } = await subscribed({ eventTypes: ['liaison.*'] }, organization);
      await admin.query(`update subscription set event_types = '["*"]' where id = $1`, [id]);
      const linked = await publish([organization], { contract: ReferralSent });
      await publish([organization], { contract: HoldPlaced });
      const other = await publish([organization]);
      await inFeed(organization, other);
      await eventually(() => expect(sequencesAt(path, other)).toEqual([1]));
      expect(at(path).map(({ event }) => event.type)).toEqual([RequestClosed.type]);
      expect((await feedOf(organization)).filter((item) => personLinkedTypes.includes(item.type))).toEqual(
        [],
      );
      const written = await admin.query('select from delivery where subject = $1', [linked]);
      expect(written.rowCount).toBe(0);
    },
  );

  it('is also what was sent under a consent, whatever its contract says (R4)', async () => {
    const police = await registered(randomUUID(), 'police');
    const shelter = await registered(randomUUID(), 'shelter');
    const subject = randomUUID();
    const { type, topic, aggregate, examples } = RequestClosed;
    const parties = [police, shelter];
    const record = recordAs({ type, topic, aggregate, subject, parties, data: examples[0] });
    const producer = await app.broker.producer();
    await producer.send([{ ...record, headers: { ...record.headers, ce_consentref: randomUUID() } }]);
    await producer.close();
    await inFeed(shelter, subject);
    expect((await feedOf(police)).filter((item) => item.subject === subject)).toEqual([]);
  });

  it('ends for an organization that becomes a police force: neither what waits nor what was written before (R4)', async () => {
    const organization = await registered(randomUUID(), 'ngo');
    const { id, path } = await subscribed({}, organization);
    await post(`/v1/subscriptions/${id}/pause`, organization);
    const before = await publish([organization], { contract: ReferralSent });
    await inFeed(organization, before);
    await registered(organization, 'police');
    const [waiting] = await deliveriesOf(organization, id, '?state=superseded');
    expect(waiting).toMatchObject({ type: ReferralSent.type });
    await post(`/v1/subscriptions/${id}/resume`, organization);
    await publish([organization], { contract: ReferralSent });
    const other = await publish([organization]);
    await eventually(() => expect(sequencesAt(path, other)).toEqual([1]));
    expect(at(path).map(({ event }) => event.type)).toEqual([RequestClosed.type]);
    expect((await feedOf(organization)).filter((item) => personLinkedTypes.includes(item.type))).toEqual([]);
  });

  it('stays where it is although a careless writer queued it: dispatch and feed look again (R4)', async () => {
    const planted = '{"type":"referrals.referral-sent.v1","data":{"planted":true}}';
    const organization = await registered(randomUUID(), 'police');
    const { id, path } = await subscribed({ eventTypes: ['liaison.*'] }, organization);
    await admin.query(
      `insert into delivery (id, subscription_id, organization_id, mode, event_id, type, subject, body, person_linked, state, next_attempt_at, queued_at)
       values ($1, $2, $3, 'actual', $1, $4, $1, $5, true, 'queued', hub_now(), hub_now())`,
      [randomUUID(), id, organization, ReferralSent.type, planted],
    );
    await admin.query(
      `insert into feed_event (organization_id, mode, position, event_id, type, body, person_linked, at)
       values ($1, 'actual', 1000, $2, $3, $4, true, hub_now())`,
      [organization, randomUUID(), ReferralSent.type, planted],
    );
    await pass(hour);
    const other = await publish([organization]);
    await eventually(() => expect(sequencesAt(path, other)).toEqual([1]));
    expect(at(path)).toHaveLength(1);
    expect(JSON.stringify(await feedOf(organization))).not.toContain('planted');
    // The same rows go out to one that is no police force: it is the guard that held them.
    await registered(organization, 'ngo');
    await eventually(() => expect(at(path).map(({ body }) => body)).toContain(planted));
    expect(JSON.stringify(await feedOf(organization))).toContain('planted');
  });

  it('waits, and is not lost, until the hub knows what an organization is (R4)', async () => {
    const organization = randomUUID();
    registrations.set(organization, 0);
    const { path } = await subscribed({}, organization);
    const first = await publish([organization]);
    await inFeed(organization, first);
    const linked = await publish([organization], { contract: ReferralSent });
    await eventually(async () =>
      expect(
        (await admin.query('select from feed_event where body ->> $1 = $2', ['subject', linked])).rowCount,
      ).toBe(1),
    );
    const behind = await publish([organization]);
    await eventually(() => expect(sequencesAt(path, behind)).toEqual([1]));
    const subjects = async () =>
      (await feedOf(organization))
        .filter(({ type }) => !type.startsWith('notifications.'))
        .map((item) => item.subject);
    expect(await subjects()).toEqual([first]);
    expect(sequencesAt(path, linked)).toEqual([]);
    await registered(organization, 'shelter');
    await eventually(() => expect(sequencesAt(path, linked)).toEqual([1]));
    expect(await subjects()).toEqual([first, linked, behind]);
  });
});

/** What the directory says of where an organization stands. */
async function stands(organization: string, contract: Contract): Promise<void> {
  await tellOf(organization, contract, contract.examples[0]!);
  await untilHeardOf(organization);
}

describe('an organization that is not active (R65)', () => {
  it('is told nothing while it is suspended, and everything in order when it is reinstated', async () => {
    const { organization, path } = await subscribed();
    const other = await subscribed();
    await stands(organization, OrganizationSuspended);
    const subject = randomUUID();
    const parties = [organization, other.organization];
    for (const sequence of [1, 2]) await publish(parties, { subject, sequence });
    await eventually(() => expect(sequencesAt(other.path, subject)).toEqual([1, 2]));
    await pass(hour);
    expect(at(path)).toEqual([]);
    await stands(organization, OrganizationReinstated);
    await eventually(() => expect(sequencesAt(path, subject)).toEqual([1, 2]));
  });

  it('is told nothing after its part has ended', async () => {
    const { organization, path } = await subscribed();
    const other = await subscribed();
    await stands(organization, OrganizationEnded);
    const subject = await publish([organization, other.organization]);
    await eventually(() => expect(sequencesAt(other.path, subject)).toEqual([1]));
    await pass(hour);
    expect(at(path)).toEqual([]);
  });
});

describe('a recall (R11)', () => {
  const referral = { contract: ReferralSent as Contract };
  const recall = { contract: ReferralRecalled as Contract };

  it('takes the place of what was queued for the receiver, and arrives itself; others are told as ever', async () => {
    const [receiver, sender] = [await subscribed(), await subscribed()];
    let isBroken = true;
    answers.set(receiver.path, () => (isBroken ? 503 : 200));
    const subject = randomUUID();
    const both = [receiver.organization, sender.organization];
    for (const sequence of [1, 2, 3]) await publish(both, { ...referral, subject, sequence });
    const other = await publish(both, referral);
    await eventually(() => expect(sequencesAt(receiver.path, subject)).toContain(1));
    await publish([receiver.organization], { ...recall, subject, sequence: 4 });
    await eventually(async () => {
      const states = (await deliveriesOf(receiver.organization, receiver.id))
        .filter((one: { type: string }) => one.type === ReferralSent.type)
        .map((one: { state: string }) => one.state);
      expect(states.filter((state: string) => state === 'superseded')).toHaveLength(3);
    });
    const tried = sequencesAt(receiver.path, subject).length;
    isBroken = false;
    await eventually(async () => {
      await pass(hour);
      expect(sequencesAt(receiver.path, subject)).toContain(4);
      expect(sequencesAt(receiver.path, other)).toContain(1);
    });
    expect(
      sequencesAt(receiver.path, subject)
        .slice(tried)
        .filter((one) => one !== 4),
    ).toEqual([]);
    // The time that was moved may have ended a lease: at least once, and in order.
    await eventually(() => expect([...new Set(sequencesAt(sender.path, subject))]).toEqual([1, 2, 3]));
  });

  it('leaves nothing to replay of what was given up before', async () => {
    const { organization, id, path } = await subscribed();
    answers.set(path, (event) => (event.type === ReferralSent.type ? 500 : 200));
    const subject = await publish([organization], referral);
    const [dead] = await eventually(
      async () => {
        await pass(20 * hour);
        const all = await deliveriesOf(organization, id, '?state=dead_lettered');
        expect(all).toHaveLength(1);
        return all;
      },
      { timeoutMilliseconds: 30_000 },
    );
    await publish([organization], { ...recall, subject, sequence: 2 });
    await eventually(() => expect(sequencesAt(path, subject)).toContain(2));
    const replayed = await app.call('POST', `/v1/deliveries/${dead.id}/replay`, as(organization), {});
    expect(replayed).toMatchObject({ status: 409, body: { code: 'delivery/not-dead-lettered' } });
  }, 40_000);
});

describe('a replay and a recall at once (R11)', () => {
  /** A delivery that was given up, of a subscription that is disabled by it. */
  async function givenUp() {
    const { organization, id, path } = await subscribed();
    answers.set(path, () => 410);
    const subject = await publish([organization], { contract: ReferralSent });
    return eventually(async () => {
      const [dead] = await deliveriesOf(organization, id, '?state=dead_lettered');
      expect(dead).toMatchObject({ type: ReferralSent.type });
      return { organization, subscriptionId: id, id: dead.id as string, subject };
    });
  }
  const untilSomebodyWaits = () =>
    eventually(async () => {
      const { rows } = await admin.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows).not.toEqual([]);
    });
  const recall = (tx: Tx, organization: string, subject: string) =>
    app.nest.get(Deliveries, { strict: false }).queue(tx, [
      {
        organizations: [organization],
        personLinked: true,
        event: {
          specversion: '1.0',
          id: randomUUID(),
          type: ReferralRecalled.type,
          source: '/referrals',
          subject,
          time: new Date().toISOString(),
          sequence: '0000000002',
          mode: 'actual',
          datacontenttype: 'application/json',
          data: {},
        },
      },
    ]);
  const openOf = async (subscriptionId: string, subject: string) =>
    (
      await admin.query(
        'select state from delivery where subscription_id = $1 and subject = $2 and ended_at is null',
        [subscriptionId, subject],
      )
    ).rows;

  it('where the recall is about to commit: the replay waits for it, and is refused', async () => {
    const { organization, subscriptionId, id, subject } = await givenUp();
    const commit = held();
    const recalling = app.nest.get(UnitOfWork, { strict: false }).worker({}, async (tx) => {
      await recall(tx, organization, subject);
      await commit.reached();
    });
    await commit.isReached;
    const replaying = app.call('POST', `/v1/deliveries/${id}/replay`, as(organization), {});
    await untilSomebodyWaits().finally(commit.letGo);
    await recalling;
    expect(await replaying).toMatchObject({ status: 409, body: { code: 'delivery/not-dead-lettered' } });
    expect(await openOf(subscriptionId, subject)).toEqual([]);
  });

  it('where the replay is about to commit: the recall waits for it, and takes it back', async () => {
    const { organization, subscriptionId, id, subject } = await givenUp();
    const commit = held();
    const replaying = new ReplayDeliveryHandler(
      commandsThat(async (decide) => {
        const answer = await decide();
        await commit.reached();
        return answer;
      }),
      app.nest.get(Subscriptions, { strict: false }),
      app.nest.get(Deliveries, { strict: false }),
    ).execute(new ReplayDelivery(contextOf(organization), id));
    await commit.isReached;
    const recalling = app.nest
      .get(UnitOfWork, { strict: false })
      .worker({}, (tx) => recall(tx, organization, subject));
    await untilSomebodyWaits().finally(commit.letGo);
    expect(await replaying).toMatchObject({ replayOf: id });
    await recalling;
    expect(await openOf(subscriptionId, subject)).toEqual([]);
  });
});

describe('a secret that cannot be unsealed any more', () => {
  it('fails the attempt and loses nothing; a new secret mends it', async () => {
    const { organization, id, path } = await subscribed();
    await admin.query('update webhook_secret set sealed = $2 where subscription_id = $1', [
      id,
      randomBytes(60),
    ]);
    const subject = await publish([organization]);
    await eventually(async () => {
      const items = await deliveriesOf(organization, id, '?state=retry_wait');
      expect(items.at(-1)?.attempts).toMatchObject([{ error: 'SECRET_UNREADABLE' }]);
    });
    const { secret } = await post(`/v1/subscriptions/${id}/rotate-secret`, organization);
    expect(secret).toMatch(/^whsec_/);
    await eventually(async () => {
      await pass(10_000);
      expect(sequencesAt(path, subject)).toEqual([1]);
    });
  });
});

/** As it was done before there was a keys database: the secret's own key, wrapped by the master key, beside the secret. */
async function sealAsBefore({ id }: Subscribed, secret: string): Promise<void> {
  const { rows } = await admin.query('select id from webhook_secret where subscription_id = $1', [id]);
  const context = `webhook secret ${rows[0].id} of subscription ${id}`;
  const seal = (key: Buffer, text: Buffer) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  };
  const key = randomBytes(32);
  await admin.query('update webhook_secret set sealed = $2, wrapped_key = $3 where subscription_id = $1', [
    id,
    seal(key, Buffer.from(secret.replace(/^whsec_/, ''))),
    seal(masterKey, key),
  ]);
}

describe('a secret that was sealed before there was a keys database (R18)', () => {
  it('is sealed anew at the next start and goes on signing; one that does not open stays as it is', async () => {
    const [subscription, broken] = [await subscribed(), await subscribed()];
    await sealAsBefore(subscription, subscription.secret);
    await sealAsBefore(broken, broken.secret);
    const garbage = randomBytes(60);
    await admin.query('update webhook_secret set wrapped_key = $2 where subscription_id = $1', [
      broken.id,
      garbage,
    ]);
    await app.nest.get(SealEarlierSecretsAnew, { strict: false }).onApplicationBootstrap();
    const { rows } = await admin.query(
      'select subscription_id, wrapped_key from webhook_secret where subscription_id = any ($1)',
      [[subscription.id, broken.id]],
    );
    expect(new Map(rows.map((row) => [row.subscription_id, row.wrapped_key]))).toEqual(
      new Map([
        [subscription.id, null],
        [broken.id, garbage],
      ]),
    );
    const { organization, path, secret } = subscription;
    const subject = await publish([organization]);
    await eventually(() => expect(sequencesAt(path, subject)).toEqual([1]));
    expect(isSignedBy(secret, at(path).at(-1)!)).toBe(true);
  });
});

describe('the secrets of a subscription that is deleted (R18)', () => {
  it('are gone, and so are their keys', async () => {
    const subscription = await subscribed();
    const { organization, id } = subscription;
    const { rows } = await admin.query('select id from webhook_secret where subscription_id = $1', [id]);
    await post(`/v1/subscriptions/${id}/delete`, organization);
    const keys = new pg.Client({ connectionString: app.keys!.adminUrl });
    await keys.connect();
    await eventually(async () => {
      const left = await keys.query(
        'select wrapped_key, destroyed_at is not null as destroyed from subject_key where subject_id = $1',
        [rows[0].id],
      );
      expect(left.rows).toEqual([{ wrapped_key: null, destroyed: true }]);
    });
    await keys.end();
    const secrets = await admin.query('select from webhook_secret where subscription_id = $1', [id]);
    expect(secrets.rowCount).toBe(0);
  });
});

describe('a dead letter', () => {
  it('comes of 410 at once: the subscription is disabled, and says why', async () => {
    const subscription = await subscribed();
    const { organization, id, path } = subscription;
    answers.set(path, () => 410);
    const subject = await publish([organization]);
    await eventually(async () =>
      expect(await subscriptionOf(organization, id)).toMatchObject({
        state: 'disabled',
        disabledReason: 'endpoint_gone',
      }),
    );
    expect(sequencesAt(path, subject)).toEqual([1]);
    const [dead] = await deliveriesOf(organization, id, '?state=dead_lettered');
    expect(dead).toMatchObject({ type: RequestClosed.type, attempts: [{ status: 410 }] });
    await inFeed(organization, dead.id);
    expect((await inFeed(organization, dead.id)).type).toBe('notifications.delivery-dead-lettered.v1');

    answers.delete(path);
    await verify(subscription);
    const replayed = await post(`/v1/deliveries/${dead.id}/replay`, organization);
    expect(replayed).toMatchObject({ eventId: dead.eventId, replayOf: dead.id });
    expect(replayed.id).not.toBe(dead.id);
    await eventually(() => expect(sequencesAt(path, subject)).toEqual([1, 1]));
    const ids = at(path)
      .filter(({ event }) => event.subject === subject)
      .map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([dead.eventId, dead.eventId]);
  });

  it('comes after the whole schedule; then the next of the aggregate goes', async () => {
    const { organization, id, path } = await subscribed();
    const subject = randomUUID();
    answers.set(path, (event) => (event.sequence === '0000000001' ? 500 : 200));
    for (const sequence of [1, 2]) await publish([organization], { subject, sequence });
    await eventually(
      async () => {
        await pass(20 * hour);
        expect(sequencesAt(path, subject)).toContain(2);
      },
      { timeoutMilliseconds: 20_000 },
    );
    expect(sequencesAt(path, subject).filter((sequence) => sequence === 1)).toHaveLength(10);
    const [dead] = await deliveriesOf(organization, id, '?state=dead_lettered');
    expect(dead.attempts).toHaveLength(10);
  });

  it('five in a row disable the subscription', async () => {
    const { organization, id, path } = await subscribed();
    answers.set(path, () => 500);
    for (let count = 0; count < 5; count += 1) await publish([organization]);
    await eventually(
      async () => {
        await pass(20 * hour);
        expect(await subscriptionOf(organization, id)).toMatchObject({
          state: 'disabled',
          disabledReason: 'deliveries_exhausted',
        });
      },
      { timeoutMilliseconds: 20_000 },
    );
  }, 40_000);

  it('leaves others that wait for hours, also about the subscription: they go out at once when the endpoint has proved itself again', async () => {
    const subscription = await subscribed();
    const { organization, id, path } = subscription;
    const gone = randomUUID();
    answersToAll.add(path);
    answers.set(path, (event) => (event.subject === gone ? 410 : 503));
    await post(`/v1/subscriptions/${id}/rotate-secret`, organization);
    const waiting = await publish([organization]);
    await eventually(async () => {
      await pass(600_000);
      const deliveries = await deliveriesOf(organization, id, '?state=retry_wait');
      for (const kind of [RequestClosed.type, 'notifications.subscription-']) {
        const [one] = deliveries.filter(({ type }: { type: string }) => type.startsWith(kind));
        expect(one?.attempts.length).toBeGreaterThanOrEqual(4);
      }
    });
    await publish([organization], { subject: gone });
    await eventually(async () =>
      expect(await subscriptionOf(organization, id)).toMatchObject({ state: 'disabled' }),
    );
    answers.delete(path);
    const before = sequencesAt(path, waiting).length;
    await verify(subscription);
    await eventually(() => expect(sequencesAt(path, waiting)).toHaveLength(before + 1));
  });

  it('is replayed by its organization alone, and only where it was given up', async () => {
    const { organization, id, path } = await subscribed();
    await publish([organization]);
    await eventually(() => expect(at(path)).toHaveLength(1));
    const delivery = await eventually(async () => {
      const [one] = await deliveriesOf(organization, id, '?state=delivered').then((all) => all.slice(-1));
      expect(one.type).toBe(RequestClosed.type);
      return one;
    });
    expect(
      (await app.call('POST', `/v1/deliveries/${delivery.id}/replay`, as(organization), {})).status,
    ).toBe(409);
    expect(
      (await app.call('POST', `/v1/deliveries/${delivery.id}/replay`, as(randomUUID()), {})).status,
    ).toBe(404);
  });
});

describe('a dead letter of a subscription that was deleted', () => {
  it('is not replayed: nobody would send it, nor end it', async () => {
    const { organization, id, path } = await subscribed();
    answers.set(path, () => 410);
    const subject = await publish([organization]);
    const [dead] = await eventually(async () => {
      const all = await deliveriesOf(organization, id, '?state=dead_lettered');
      expect(all).toHaveLength(1);
      return all;
    });
    await post(`/v1/subscriptions/${id}/delete`, organization);
    expect(await app.call('POST', `/v1/deliveries/${dead.id}/replay`, as(organization), {})).toMatchObject({
      status: 409,
      body: { code: 'subscription/not-in-this-state', state: 'deleted' },
    });
    const { rows } = await admin.query('select state from delivery where subject = $1', [subject]);
    expect(rows).toEqual([{ state: 'dead_lettered' }]);
  });
});

describe('a secret (R18)', () => {
  it('stands in no table in clear, nor in hexadecimal, nor in the kept answers', async () => {
    const { organization, id, secret } = await subscribed();
    const rotated = await post(`/v1/subscriptions/${id}/rotate-secret`, organization);
    const tables = await admin.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    expect(tables.rows.map((table) => table.name)).toEqual(
      expect.arrayContaining(['idempotency_key', 'webhook_secret', 'event_log', 'audit_log', 'delivery']),
    );
    for (const one of [secret, rotated.secret] as string[]) {
      const bare = one.slice('whsec_'.length);
      const forms = [bare, Buffer.from(bare).toString('hex'), Buffer.from(bare, 'base64').toString('hex')];
      for (const { name } of tables.rows) {
        const found = await admin.query(`select from ${name} as r where r::text like any ($1)`, [
          forms.map((form) => `%${form}%`),
        ]);
        expect({ name, rows: found.rowCount }).toEqual({ name, rows: 0 });
      }
    }
  });

  it('is shown where it was made, and nowhere else', async () => {
    const { organization, id } = await created();
    expect(await subscriptionOf(organization, id)).not.toHaveProperty('secret');
    const { body } = await app.call('GET', '/v1/subscriptions', as(organization));
    expect(JSON.stringify(body)).not.toContain('whsec_');
  });

  it('that was rotated signs beside the new one for a day, and then no more', async () => {
    const { organization, id, secret, path } = await subscribed();
    const { secret: newer } = await post(`/v1/subscriptions/${id}/rotate-secret`, organization);
    expect(newer).not.toBe(secret);
    const signers = (notice: Received) => [isSignedBy(secret, notice), isSignedBy(newer, notice)];
    await publish([organization]);
    await eventually(() => expect(at(path).map(signers)).toEqual([[true, true]]));
    await app.database.moveTime(25 * hour);
    await publish([organization]);
    await eventually(() =>
      expect(at(path).map(signers)).toEqual([
        [true, true],
        [false, true],
      ]),
    );
  });
});

describe('two secrets that are made at once', () => {
  it('the one that was made last is shown last, and signs on', async () => {
    const { organization, id, path } = await subscribed();
    const decision = held();
    const later = new RotateSecretHandler(
      commandsThat(async (decide) => {
        await decision.reached();
        return decide();
      }),
      app.nest.get(Subscriptions, { strict: false }),
      app.nest.get(WebhookSecrets, { strict: false }),
    ).execute(new RotateSecret(contextOf(organization), id));
    await decision.isReached;
    const { secret: earlier } = await post(`/v1/subscriptions/${id}/rotate-secret`, organization).finally(
      decision.letGo,
    );
    const { secret: last } = await later;
    expect(last).not.toBe(earlier);
    await app.database.moveTime(25 * hour);
    await publish([organization]);
    await eventually(() =>
      expect(at(path).map((notice) => [isSignedBy(last, notice), isSignedBy(earlier, notice)])).toEqual([
        [true, false],
      ]),
    );
  });
});

describe('a secret that is to be shown again', () => {
  const wanted = () => ({ url: `${origin}/${randomUUID()}`, eventTypes: ['*'] });

  it('and does not open any more fails the request, rather than to be empty', async () => {
    const [organization, body, key] = [randomUUID(), wanted(), { 'idempotency-key': randomUUID() }];
    const first = await app.call('POST', '/v1/subscriptions', as(organization), body, key);
    await admin.query('update webhook_secret set sealed = $2 where subscription_id = $1', [
      first.body.id,
      randomBytes(60),
    ]);
    const again = await app.call('POST', '/v1/subscriptions', as(organization), body, key);
    expect([first.status, again.status]).toEqual([201, 500]);
  });

  it('and was forgotten with its subscription is refused', async () => {
    const [organization, body, key] = [randomUUID(), wanted(), { 'idempotency-key': randomUUID() }];
    const first = await app.call('POST', '/v1/subscriptions', as(organization), body, key);
    await post(`/v1/subscriptions/${first.body.id}/delete`, organization);
    const again = await app.call('POST', '/v1/subscriptions', as(organization), body, key);
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'subscription/not-in-this-state', state: 'deleted' },
    });
  });
});

describe('the feed', () => {
  it('is dense and in commit order while many aggregates write at once: who follows it misses nothing', async () => {
    const organization = randomUUID();
    const subjects = Array.from({ length: 60 }, () => randomUUID());
    let isDone = false;
    const publishing = Promise.all(
      subjects.map(async (subject) => {
        for (const sequence of [1, 2, 3]) await publish([organization], { subject, sequence });
      }),
    ).then(() => (isDone = true));
    const read: { position: number; subject: string }[] = [];
    await eventually(
      async () => {
        const items = await feedOf(organization, `&after=${read.at(-1)?.position ?? 0}`);
        read.push(...items);
        expect([isDone, read.length]).toEqual([true, 180]);
      },
      { timeoutMilliseconds: 20_000, everyMilliseconds: 5 },
    );
    await publishing;
    expect(read.map((item) => item.position)).toEqual(Array.from({ length: 180 }, (_, index) => index + 1));
    const wholeFeed = [...(await feedOf(organization)), ...(await feedOf(organization, '&after=100'))];
    expect(wholeFeed).toEqual(read);
    for (const subject of subjects) {
      const sequences = wholeFeed.filter((item) => item.subject === subject) as unknown as {
        sequence: string;
      }[];
      expect(sequences.map((item) => Number(item.sequence))).toEqual([1, 2, 3]);
    }
  }, 40_000);

  it('waits for news where it is asked to', async () => {
    const organization = randomUUID();
    const waiting = feedOf(organization, '&wait=10');
    const subject = await publish([organization]);
    expect(await waiting).toMatchObject([{ position: 1, subject }]);
  });

  it('is looked at once for all who wait, and those alone go on whose feed has grown', async () => {
    const organizations = Array.from({ length: 40 }, () => randomUUID());
    const unitOfWork = app.nest.get(UnitOfWork, { strict: false });
    let looks = 0;
    const readers = new WaitingReaders(
      Object.assign(Object.create(unitOfWork) as UnitOfWork, {
        worker: (...args: Parameters<UnitOfWork['worker']>) => {
          looks += 1;
          return unitOfWork.worker(...args);
        },
      }),
    );
    const begin = performance.now();
    const gone: string[] = [];
    let haveLeft = false;
    const waiting = organizations.map(async (organizationId) => {
      await readers.wait({
        head: { organizationId, mode: 'actual', position: 0 },
        until: begin + 10_000,
        hasLeft: () => haveLeft,
      });
      gone.push(organizationId);
    });
    await publish([organizations[7]!]);
    await waiting[7];
    expect(gone).toEqual([organizations[7]]);
    haveLeft = true;
    await Promise.all(waiting);
    expect(looks).toBeLessThanOrEqual((performance.now() - begin) / 200);
  });

  it('fails for all who wait where it cannot be looked at, and the next who waits is served again', async () => {
    const unitOfWork = app.nest.get(UnitOfWork, { strict: false });
    let isAway = true;
    const readers = new WaitingReaders(
      Object.assign(Object.create(unitOfWork) as UnitOfWork, {
        worker: (...args: Parameters<UnitOfWork['worker']>) =>
          isAway ? Promise.reject(new Error('away')) : unitOfWork.worker(...args),
      }),
    );
    const wait = () =>
      readers.wait({
        head: { organizationId: randomUUID(), mode: 'actual', position: 0 },
        until: performance.now(),
        hasLeft: () => false,
      });
    const [one, other] = await Promise.allSettled([wait(), wait()]);
    expect([one?.status, other?.status]).toEqual(['rejected', 'rejected']);
    isAway = false;
    await wait();
  });

  it('lets eight of an organization wait; a further one is answered at once, and others wait as ever', async () => {
    const [organization, other] = [randomUUID(), randomUUID()];
    const answered: number[] = [];
    const waiting = Array.from({ length: 9 }, async (_, index) => {
      await feedOf(organization, '&wait=20');
      answered.push(index);
    });
    await eventually(() => expect(answered).toHaveLength(1));
    const otherWaits = feedOf(other, '&wait=20');
    const subject = await publish([other]);
    expect(await otherWaits).toMatchObject([{ subject }]);
    expect(answered).toHaveLength(1);
    await publish([organization]);
    await Promise.all(waiting);
  }, 30_000);

  it('lets all who wait go when the service ends, and nobody wait any more', async () => {
    const readers = new WaitingReaders(app.nest.get(UnitOfWork, { strict: false }));
    const reader = () => ({
      head: { organizationId: randomUUID(), mode: 'actual' as const, position: 0 },
      until: performance.now() + 60_000,
      hasLeft: () => false,
    });
    const waiting = [reader(), reader()].map((one) => readers.wait(one));
    readers.onModuleDestroy();
    await Promise.all(waiting);
    expect(readers.hasRoomFor(randomUUID())).toBe(false);
  });

  it('says in `next` where to go on', async () => {
    const organization = randomUUID();
    await inFeed(organization, await publish([organization]));
    const { body } = await app.call('GET', '/v1/events?after=0', as(organization));
    expect(body.next).toBe(1);
    expect((await app.call('GET', '/v1/events?after=1', as(organization))).body).toEqual({
      items: [],
      next: 1,
    });
  });
});
