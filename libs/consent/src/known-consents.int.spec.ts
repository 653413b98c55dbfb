import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GrantEnded } from '#libs/contracts';
import {
  HubTransport,
  messagingTables,
  openBroker,
  skippedRecords,
  type Broker,
  type Tx,
} from '#libs/messaging';
import {
  eventually,
  publishAs,
  testBrokerDatabase,
  testConsents,
  testDatabase,
  testUnitOfWork,
  topics,
  type TestDatabase,
} from '#libs/testing';
import { Injectable, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { noMetrics, silent } from '../../messaging/src/observing.js';
import {
  KeepConsents,
  KnownConsents,
  knownConsentTables,
  WhenConsentShrinks,
  type Ask,
  type Shrunk,
} from './index.js';

const heard: Shrunk[] = [];

@Injectable()
class NoteWhatShrinks extends WhenConsentShrinks {
  override async shrunk(_: Tx, shrunk: Shrunk): Promise<void> {
    const { ownerOrganizationId, participantRef, consentRef, reason } = shrunk;
    heard.push({ ownerOrganizationId, participantRef, consentRef, reason });
  }
}

/** The smallest app that keeps consents. */
@Module({
  controllers: [KeepConsents],
  providers: [KnownConsents, { provide: WhenConsentShrinks, useClass: NoteWhatShrinks }],
})
class KeepingModule {}

let database: TestDatabase;
let brokerDatabase: Awaited<ReturnType<typeof testBrokerDatabase>>;
let broker: Broker;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;
let app: INestMicroservice;
let transport: HubTransport;
let consents: ReturnType<typeof testConsents>;
let admin: pg.Client;

beforeAll(async () => {
  database = await testDatabase('referrals', [
    messagingTables('referrals'),
    knownConsentTables('referrals'),
    skippedRecords('referrals'),
  ]);
  brokerDatabase = await testBrokerDatabase();
  broker = await openBroker(
    { kind: 'embedded', databaseUrl: brokerDatabase.clientUrl },
    { clientId: 'test' },
  );
  await broker.createTopics(topics);
  open = await testUnitOfWork(database, []);
  transport = new HubTransport({
    app: 'referrals',
    broker,
    unitOfWork: open.unitOfWork,
    log: silent,
    metrics: noMetrics,
    onFatal: (error) => {
      throw error;
    },
  });
  app = await NestFactory.createMicroservice(KeepingModule, { strategy: transport, logger: false });
  await app.listen();
  consents = testConsents({ broker, database });
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await app?.close();
  await broker?.close();
  await open?.close();
  await Promise.all([database?.drop(), brokerDatabase?.drop()]);
});
beforeEach(async () => {
  heard.length = 0;
  await consents.beat();
});

/** As an organization that is nobody in particular: what is answered does not depend on who asks. */
const asked = (question: (known: KnownConsents, tx: Tx) => Promise<unknown>) =>
  open.unitOfWork.query({ organizationId: randomUUID(), memberId: randomUUID(), role: 'ngo_worker' }, (tx) =>
    question(app.get(KnownConsents), tx),
  );
const check = (ask: Ask) => asked((known, tx) => known.check(tx, ask));
const answers = (ask: Ask, expected: object) =>
  eventually(async () => expect(await check(ask)).toMatchObject(expected));

type Grant = Awaited<ReturnType<typeof consents.give>>;
const askFor = (grant: Grant): Ask => ({
  ownerOrganizationId: grant.state.ownerOrganizationId,
  participantRef: grant.state.participantRef,
  recipientOrganizationId: grant.state.recipientOrganizationIds[0]!,
  purpose: grant.state.purposes[0]!,
  dataClasses: grant.state.dataClasses,
});
async function given(...state: Parameters<typeof consents.give>): Promise<Grant> {
  const grant = await consents.give(...state);
  await answers(
    { ...askFor(grant), mode: grant.mode as 'actual' },
    { kind: 'granted', consentRef: grant.id },
  );
  return grant;
}

describe('what may be told (R9)', () => {
  it('is what a live grant covers: recipient and purpose and data class', async () => {
    const grant = await given({ purposes: ['referral', 'housing'], dataClasses: ['needs', 'safety'] });
    expect(await check(askFor(grant))).toEqual({
      kind: 'granted',
      consentRef: grant.id,
      until: new Date(grant.state.until),
    });
    expect(await check({ ...askFor(grant), dataClasses: ['safety'] })).toMatchObject({ kind: 'granted' });
    for (const change of [
      { recipientOrganizationId: randomUUID() },
      { purpose: 'liaison' },
      { dataClasses: ['needs', 'note'] },
      { participantRef: randomUUID() },
      { ownerOrganizationId: randomUUID() },
    ])
      expect({ change, ...((await check({ ...askFor(grant), ...change })) as object) }).toEqual({
        change,
        kind: 'refused',
      });
  });

  it('two grants do not add up: one of them covers all that is asked, or it is refused', async () => {
    const first = await given();
    const { ownerOrganizationId, participantRef, recipientOrganizationIds } = first.state;
    await given({ ownerOrganizationId, participantRef, recipientOrganizationIds, dataClasses: ['safety'] });
    expect(await check({ ...askFor(first), dataClasses: ['needs', 'safety'] })).toEqual({ kind: 'refused' });
  });

  it('of several grants the one that lasts longest is named', async () => {
    const first = await given();
    const until = new Date(Date.parse(first.state.until) + 1000).toISOString();
    const second = await consents.give({ ...first.state, until });
    await answers(askFor(first), { kind: 'granted', consentRef: second.id });
  });

  it('an exercise’s grant covers nothing actual, nor the other way round (R62)', async () => {
    const grant = await given({}, { mode: 'exercise' });
    expect(await check(askFor(grant))).toEqual({ kind: 'refused' });
    const actual = await given();
    expect(await check({ ...askFor(actual), mode: 'exercise' })).toEqual({ kind: 'refused' });
  });

  it('a grant that has not begun allows nothing, and one whose end has come nothing any more (R10)', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const later = await consents.give({ from: inAnHour });
    const now = await given({ until: inAnHour });
    expect(await check(askFor(later))).toEqual({ kind: 'refused' });
    await database.moveTime(3_601_000);
    await consents.beat();
    await answers(askFor(later), { kind: 'granted', consentRef: later.id });
    expect(await check(askFor(now))).toEqual({ kind: 'refused' });
  });

  it('a question about no class of data is a fault, not a yes', async () => {
    const grant = await given();
    await expect(check({ ...askFor(grant), dataClasses: [] })).rejects.toThrow('at least one');
  });

  it('the tables themselves are shown to no organization', async () => {
    await given();
    await expect(asked((_, tx) => tx.query('select from known_consent'))).rejects.toThrow(
      'permission denied',
    );
  });
});

describe('a withdrawal (R11)', () => {
  it('of one recipient leaves the others, and the app is told of whom', async () => {
    const [stays, goes] = [randomUUID(), randomUUID()];
    const grant = await given({ recipientOrganizationIds: [stays, goes] });
    await consents.change(grant, { recipientOrganizationIds: [stays] });
    await answers({ ...askFor(grant), recipientOrganizationId: goes }, { kind: 'refused' });
    expect(await check(askFor(grant))).toMatchObject({ kind: 'granted' });
    const { ownerOrganizationId, participantRef } = grant.state;
    expect(heard).toEqual([
      { ownerOrganizationId, participantRef, consentRef: grant.id, reason: 'withdrawn' },
    ]);
  });

  it('of one class of data leaves the others', async () => {
    const grant = await given({ dataClasses: ['needs', 'note'] });
    await consents.change(grant, { dataClasses: ['needs'] });
    await answers({ ...askFor(grant), dataClasses: ['note'] }, { kind: 'refused' });
    expect(await check(askFor(grant))).toMatchObject({ kind: 'granted' });
  });

  it('of the whole grant leaves nothing, unless another grant covers the same', async () => {
    const grant = await given();
    const other = await consents.give(grant.state);
    await consents.end(grant);
    await answers(askFor(grant), { kind: 'granted', consentRef: other.id });
    await consents.end(other);
    await answers(askFor(grant), { kind: 'refused' });
    expect(heard.map(({ consentRef }) => consentRef)).toEqual([grant.id, other.id]);
  });
});

describe('a legal exception (R9)', () => {
  it('covers one recipient and purpose, is named, and ends', async () => {
    const exception = await consents.recordException();
    const { ownerOrganizationId, participantRef, recipientOrganizationId, purpose, dataClasses } =
      exception.state;
    const ask = { ownerOrganizationId, participantRef, recipientOrganizationId, purpose, dataClasses };
    await answers(ask, { kind: 'granted', consentRef: exception.id });
    expect(await check({ ...ask, recipientOrganizationId: randomUUID() })).toEqual({ kind: 'refused' });
    await consents.endException(exception);
    await answers(ask, { kind: 'refused' });
    expect(heard).toEqual([
      { ownerOrganizationId, participantRef, consentRef: exception.id, reason: 'expired' },
    ]);
  });
});

describe('what is known is fresh, or nothing is granted (messaging 17)', () => {
  it('without a heartbeat for 30 seconds it is not, and what was known can still be asked', async () => {
    const grant = await given();
    await database.moveTime(31_000);
    expect(await check(askFor(grant))).toEqual({ kind: 'not_fresh' });
    expect(await asked((known, tx) => known.covers(tx, askFor(grant)))).toMatchObject({ kind: 'granted' });
    await consents.beat();
    await answers(askFor(grant), { kind: 'granted' });
  });

  it('where a partition is behind, later heartbeats do not count, until what is missing was applied', async () => {
    const grant = await given();
    await consents.give({}, { isLost: true });
    const { rows } = await admin.query<{ at: Date }>('select fresh_at as at from known_consent_freshness');
    await database.moveTime(31_000);
    for (let beats = 0; beats < 3; beats += 1) await consents.beat();
    // Later grants, until one is of the same partition, do not stand in its place.
    await eventually(async () => {
      await consents.give();
      expect(
        (await admin.query('select from known_consent_stream where beyond <> $1', ['{}'])).rowCount,
      ).toBe(1);
    });
    await consents.beat();
    expect(await check(askFor(grant))).toEqual({ kind: 'not_fresh' });
    expect(
      (await admin.query<{ at: Date }>('select fresh_at as at from known_consent_freshness')).rows,
    ).toEqual(rows);
    await consents.tellLost();
    await consents.beat();
    await answers(askFor(grant), { kind: 'granted' });
  });

  it('a parked consent closes it at once, and its release opens it again', async () => {
    const grant = await given();
    const other = await given();
    const { type, topic, aggregate } = GrantEnded;
    await publishAs(broker, {
      type,
      topic,
      aggregate,
      subject: other.id,
      sequence: 2,
      data: { reason: 'no such shape' },
    });
    await answers(askFor(grant), { kind: 'not_fresh' });
    await consents.beat();
    expect(await check(askFor(grant))).toEqual({ kind: 'not_fresh' });
    await admin.query('delete from parked_event');
    await admin.query('delete from blocked_key');
    await answers(askFor(grant), { kind: 'granted' });
  });

  it('a heartbeat that cannot be handled holds nothing up', async () => {
    await publishAs(broker, {
      type: 'consents.heartbeat.v1',
      topic: 'consents.heartbeat',
      aggregate: 'heartbeat',
      subject: randomUUID(),
      data: { at: 'never' },
    });
    const grant = await given();
    await database.moveTime(31_000);
    expect(await check(askFor(grant))).toEqual({ kind: 'not_fresh' });
    await consents.beat();
    await answers(askFor(grant), { kind: 'granted' });
    expect((await admin.query('select from blocked_key')).rowCount).toBe(0);
  });
});
