import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ReferralAccepted,
  ReferralCancelled,
  ReferralSent,
  ReferralServiceStarted,
  ReferralSharingStopped,
  ReferralWithdrawn,
} from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { eventually, publishAs, testApp } from '#libs/testing';
import pg from 'pg';
import { HousingModule } from './housing.module.js';
import { migrations } from './persistence/migrations/index.js';

const minute = 60_000;

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;

beforeAll(async () => {
  app = await testApp('housing', { module: HousingModule, migrations });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

const as = (organization: string, role: Role) => ({ organization, role });
const importer = as(randomUUID(), 'importer');
const provider = as(randomUUID(), 'provider_worker');
const otherProvider = as(randomUUID(), 'provider_worker');
const hub = as(randomUUID(), 'hub_coordinator');

async function now(): Promise<Date> {
  return (await admin.query<{ now: Date }>('select hub_now() as now')).rows[0]!.now;
}

const row = (change: object = {}) => ({
  sourceRef: randomUUID(),
  name: 'Rosewood House',
  organizationRef: '24',
  organizationName: 'A shelter society',
  providerOrganizationId: provider.organization,
  regionCode: 'M5V',
  addressVisibility: 'public',
  capacityType: 'bed',
  needs: ['emergency_bed', 'women_only'],
  address: { line: '12 Hidden Lane', city: 'Toronto', province: 'ON', postalCode: 'M5V 1A1' },
  observedAt: new Date().toISOString(),
  originalDate: '2022-01-18',
  totalUnits: 10,
  occupiedUnits: 9,
  outOfServiceUnits: 0,
  expectedAvailableUnits: 1,
  ...change,
});

async function importRows(rows: readonly object[], headers: Record<string, string> = {}) {
  const { status, body } = await app.call('POST', '/v1/housing-imports', importer, { rows }, headers);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.results;
}

/** A place in a region with so many free beds; its id. */
async function place(regionCode: string, free = 1, change: object = {}): Promise<string> {
  const observedAt = (await now()).toISOString();
  const counted = { occupiedUnits: 10 - free, expectedAvailableUnits: free, observedAt };
  const [result] = await importRows([row({ regionCode, ...counted, ...change })]);
  return result.resourceId;
}

/** A referral that the hub has accepted, as the events of another app tell it. */
async function acceptedReferral(receiver = hub.organization, mode = 'actual'): Promise<string> {
  const subject = randomUUID();
  const aggregate = { topic: ReferralSent.topic, aggregate: 'referral', subject, mode };
  const [sent] = ReferralSent.examples;
  const [accepted] = ReferralAccepted.examples;
  const data = { receiverOrganizationId: receiver };
  await publishAs(app.broker, { ...aggregate, type: ReferralSent.type, data: { ...sent, ...data } });
  await publishAs(app.broker, {
    ...aggregate,
    type: ReferralAccepted.type,
    sequence: 2,
    data: { ...accepted, ...data },
  });
  await eventually(async () => {
    const known = await admin.query(`select from referral where id = $1 and state = 'accepted'`, [subject]);
    expect(known.rowCount).toBe(1);
  });
  return subject;
}

async function requestHousing(regionCode: string, change: object = {}) {
  const referralId = await acceptedReferral();
  const { status, body } = await app.call('POST', '/v1/housing-requests', hub, {
    referralId,
    regionCode,
    needs: ['emergency_bed'],
    ...change,
  });
  expect({ status, ...(status === 201 ? {} : { body }) }).toEqual({ status: 201 });
  return body;
}

async function offer(requestId: string, resourceId: string, by = provider, change: object = {}) {
  const { status, body } = await app.call('POST', `/v1/housing-requests/${requestId}/offers`, by, {
    resourceId,
    ...change,
  });
  expect({ status, ...(status === 201 ? {} : { body }) }).toEqual({ status: 201 });
  return body;
}

const tryHold = (requestId: string, offerId: string) =>
  app.call('POST', `/v1/housing-requests/${requestId}/holds`, hub, { offerId });

async function hold(requestId: string, offerId: string) {
  const { status, body } = await tryHold(requestId, offerId);
  expect({ status, ...(status === 201 ? {} : { body }) }).toEqual({ status: 201 });
  return body;
}

/** A hold on the last bed of a place of its own. */
async function heldBed(regionCode: string) {
  const resourceId = await place(regionCode);
  const request = await requestHousing(regionCode);
  const made = await offer(request.id, resourceId);
  return { resourceId, request, hold: await hold(request.id, made.id) };
}

const get = async (path: string, by: { organization: string; role: Role }) =>
  (await app.call('GET', path, by)).body;
const figuresOf = async (resourceId: string) =>
  (await get(`/v1/housing-resources/${resourceId}`, hub)).figures;
const eventsOf = async (id: string) =>
  (
    await admin.query<{ type: string }>(
      'select type from event_log where aggregate_id = $1 order by aggregate_version',
      [id],
    )
  ).rows.map((event) => event.type.replace(/^housing\.|\.v1$/g, ''));

describe('importing resources', () => {
  it('answers each row; what is odd is refused by a code and stops nobody else', async () => {
    const good = row();
    const results = await importRows([
      good,
      row({ needs: ['a_moat'] }),
      row({ regionCode: 'Z9Z' }),
      row({ observedAt: new Date(Date.now() + 24 * 60 * minute).toISOString() }),
    ]);
    expect(results).toEqual([
      expect.objectContaining({ sourceRef: good.sourceRef, status: 'accepted', availableUnits: 1 }),
      expect.objectContaining({ status: 'refused', code: 'resource/code-unknown' }),
      expect.objectContaining({ status: 'refused', code: 'resource/region-unknown' }),
      expect.objectContaining({ status: 'refused', code: 'resource/observed-in-future' }),
    ]);
    expect(results[0].figureMismatch).toBeUndefined();
  });

  it('takes the same row again without adding anything, and a new count as a new snapshot (R38)', async () => {
    const first = row();
    const [{ resourceId }] = await importRows([first]);
    await importRows([first]);
    expect(await eventsOf(resourceId)).toEqual(['resource-registered', 'capacity-reported']);
    const later = {
      ...first,
      observedAt: new Date().toISOString(),
      occupiedUnits: 7,
      expectedAvailableUnits: 3,
    };
    const [second] = await importRows([later]);
    expect(second).toMatchObject({ resourceId, availableUnits: 3 });
    const [late] = await importRows([{ ...first, observedAt: '2026-01-01T03:00:00Z', occupiedUnits: 1 }]);
    expect(late).toMatchObject({ resourceId, availableUnits: 3, figureMismatch: true });
    const snapshots = await admin.query('select from capacity_snapshot where resource_id = $1', [resourceId]);
    expect(snapshots.rowCount).toBe(3);
  });

  it('keeps an over-full program: none available, overcommitted (R38)', async () => {
    const [result] = await importRows([row({ occupiedUnits: 12, expectedAvailableUnits: 0 })]);
    expect(result).toMatchObject({ status: 'accepted', availableUnits: 0, overcommitted: true });
    expect(result.figureMismatch).toBeUndefined();
  });

  it('says where a count does not come to what the source says is free', async () => {
    const [result] = await importRows([row({ expectedAvailableUnits: 2 })]);
    expect(result).toMatchObject({ status: 'accepted', figureMismatch: true });
  });

  it('100 rows in one call take less time than a hundred calls, new ones and known ones', async () => {
    const rows = Array.from({ length: 100 }, () => row({ regionCode: 'X1A' }));
    const timed = async (batches: object[][]) => {
      const startedAt = performance.now();
      for (const batch of batches) await importRows(batch);
      return performance.now() - startedAt;
    };
    for (const observedAt of [rows[0]!.observedAt, new Date().toISOString()]) {
      const together = await timed([rows.map((one) => ({ ...one, observedAt }))]);
      const tenAlone = await timed(Array.from({ length: 10 }, () => [row({ regionCode: 'X1A' })]));
      expect(together).toBeLessThan(tenAlone * 10);
    }
  });

  it('is for importers', async () => {
    expect((await app.call('POST', '/v1/housing-imports', provider, { rows: [row()] })).status).toBe(403);
  });
});

describe('what a search shows', () => {
  it('codes and figures with their age, nothing by which a place could be found (R16)', async () => {
    const resourceId = await place('M4Y');
    const { status, body } = await app.call(
      'GET',
      '/v1/housing-availability?needs=emergency_bed,women_only&region=M4Y',
      hub,
    );
    expect(status).toBe(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        resourceId,
        availableUnits: 1,
        stale: false,
        overcommitted: false,
        ageMinutes: 0,
      }),
    ]);
    expect(JSON.stringify(body)).not.toMatch(/Hidden|Rosewood|M5V 1A1|society|Toronto/);
  });

  it('the provider sees its address; others do where it is public (R16)', async () => {
    const shown = await place('M4T');
    expect((await get(`/v1/housing-resources/${shown}`, otherProvider)).address).toMatchObject({
      line: '12 Hidden Lane',
    });
    const resourceId = await place('3521005', 1, { addressVisibility: 'confidential' });
    const own = await get(`/v1/housing-resources/${resourceId}`, provider);
    const foreign = await get(`/v1/housing-resources/${resourceId}`, otherProvider);
    expect(own).toMatchObject({ id: resourceId });
    expect(own.address).toMatchObject({ line: '12 Hidden Lane', name: 'Rosewood House' });
    expect(foreign).toMatchObject({ id: resourceId, addressVisibility: 'confidential', address: null });
  });

  it('every need must be met, and a bed takes one person (R43)', async () => {
    await place('M4X');
    const itemsFor = async (query: string) =>
      (await get(`/v1/housing-availability?region=M4X&${query}`, hub)).items;
    expect(await itemsFor('needs=emergency_bed')).toHaveLength(1);
    expect(await itemsFor('needs=emergency_bed,pets')).toEqual([]);
    expect(await itemsFor('needs=emergency_bed&householdSize=2')).toEqual([]);
  });

  it('fresh figures come before stale ones (R35, R38)', async () => {
    const hoursAgo = new Date((await now()).getTime() - 30 * 60 * minute).toISOString();
    const stale = await place('M4W', 5, { observedAt: hoursAgo });
    const fresh = await place('M4W', 1);
    const { items } = await get('/v1/housing-availability?region=M4W', hub);
    expect(
      items.map((item: { resourceId: string; stale: boolean }) => [item.resourceId, item.stale]),
    ).toEqual([
      [fresh, false],
      [stale, true],
    ]);
  });

  it('exercise and actual resources are apart, also of the same source (R62)', async () => {
    const same = row({ regionCode: 'M4V' });
    const [actual] = await importRows([same]);
    const [exercise] = await importRows([same], { 'hub-mode': 'exercise' });
    expect(exercise.resourceId).not.toBe(actual.resourceId);
    const shown = await app.call('GET', '/v1/housing-availability?region=M4V', hub, undefined, {
      'hub-mode': 'exercise',
    });
    expect(shown.body.items.map((item: { resourceId: string }) => item.resourceId)).toEqual([
      exercise.resourceId,
    ]);
  });

  it.each([['householdSize=99'], ['limit=x'], ['needs=%00'], ['region=Z9Z'], ['unknown=1']])(
    'a search for %s is refused, not failed',
    async (query) => {
      const { status, body } = await app.call('GET', `/v1/housing-availability?${query}`, hub);
      expect([400, 422]).toContain(status);
      expect(body.titles.fr).toBeTruthy();
    },
  );
});

describe('from a need to an arrival', () => {
  it('providers offer, the hub chooses, the bed is held, confirmed and occupied', async () => {
    const [resourceId, otherResourceId] = [
      await place('K1A'),
      await place('K1A', 2, { providerOrganizationId: otherProvider.organization }),
    ];
    const request = await requestHousing('K1A');
    expect(request).toMatchObject({ state: 'open', ring: 'region', waitingOn: 'providers' });

    for (const someone of [provider, otherProvider]) {
      const waiting = await get('/v1/housing-requests?waiting=me', someone);
      expect(waiting.items.map((item: { id: string }) => item.id)).toContain(request.id);
    }
    const made = await offer(request.id, resourceId);
    const passed = await offer(request.id, otherResourceId, otherProvider);
    const seenByHub = await get(`/v1/housing-requests/${request.id}`, hub);
    expect(seenByHub).toMatchObject({ state: 'offered', waitingOn: 'requester' });
    expect(seenByHub.offers).toHaveLength(2);
    const seenByProvider = await get(`/v1/housing-requests/${request.id}`, provider);
    expect(seenByProvider.offers.map((one: { id: string }) => one.id)).toEqual([made.id]);
    expect((await get('/v1/housing-requests?waiting=me', hub)).items[0].id).toBe(request.id);

    const placed = await hold(request.id, made.id);
    expect(placed).toMatchObject({ state: 'held', waitingOn: 'provider' });
    expect(await figuresOf(resourceId)).toMatchObject({ availableUnits: 0, heldUnits: 1, occupiedUnits: 9 });
    expect((await get('/v1/holds?waiting=me', provider)).items[0].id).toBe(placed.id);

    const confirmed = await app.call('POST', `/v1/holds/${placed.id}/confirm`, provider, {});
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'confirmed' } });
    const arrived = await app.call('POST', `/v1/holds/${placed.id}/arrive`, provider, {});
    expect(arrived).toMatchObject({ status: 200, body: { state: 'arrived' } });
    expect(await figuresOf(resourceId)).toMatchObject({ availableUnits: 0, heldUnits: 0, occupiedUnits: 10 });

    expect(await eventsOf(placed.id)).toEqual(['hold-placed', 'hold-confirmed', 'hold-arrived']);
    expect(await eventsOf(request.id)).toEqual([
      'request-opened',
      'request-held',
      'request-placed',
      'request-answers-wanted',
    ]);
    await eventually(async () => expect(await eventsOf(passed.id)).toEqual(['offer-made', 'offer-ended']));
  });

  it('tells nobody of another provider’s offer, hold or choice', async () => {
    const resourceId = await place('K1B');
    await place('K1B', 1, { providerOrganizationId: otherProvider.organization });
    const request = await requestHousing('K1B');
    const made = await offer(request.id, resourceId);
    const placed = await hold(request.id, made.id);
    const heard = await admin.query<{ type: string }>(
      `select type from event_log where headers->>'ce_correlationid' = $1 and headers->>'ce_parties' like '%' || $2 || '%'`,
      [request.referralId, otherProvider.organization],
    );
    expect(heard.rows.map((event) => event.type)).toEqual(['housing.request-opened.v1']);
    expect((await app.call('GET', `/v1/holds/${placed.id}`, otherProvider)).status).toBe(404);
    const seen = await get(`/v1/housing-requests/${request.id}`, otherProvider);
    expect(seen).toMatchObject({ offers: [], holdId: null });
  });

  it('nor why it came to nothing, and how it ended: that an answer is wanted again, or no longer, is all (R42)', async () => {
    const resourceId = await place('K1G');
    await place('K1G', 1, { providerOrganizationId: otherProvider.organization });
    const request = await requestHousing('K1G');
    const placed = await hold(request.id, (await offer(request.id, resourceId)).id);
    await app.call('POST', `/v1/holds/${placed.id}/withdraw`, provider, { reasonCode: 'unsafe' });
    await app.call('POST', `/v1/housing-requests/${request.id}/cancel`, hub, {
      reasonCode: 'person_declined',
    });
    const { rows } = await admin.query<{ type: string; body: string }>(
      `select type, body from event_log
       where headers->>'ce_correlationid' = $1 and headers->>'ce_parties' like '%' || $2 || '%' order by position`,
      [request.referralId, otherProvider.organization],
    );
    expect(rows.slice(1).map(({ type, body }) => [type, JSON.parse(body)])).toEqual([
      ['housing.request-answers-wanted.v1', { wanted: true }],
      ['housing.request-answers-wanted.v1', { wanted: false }],
    ]);
    expect(await eventsOf(request.id)).toEqual([
      'request-opened',
      'request-held',
      'request-reopened',
      'request-answers-wanted',
      'request-cancelled',
      'request-answers-wanted',
    ]);
  });

  it('a provider that said no and offered after all has a turn again when its offer lapses', async () => {
    const resourceId = await place('K1K');
    await place('K1K', 1, { providerOrganizationId: otherProvider.organization });
    const request = await requestHousing('K1K');
    const waits = async () =>
      (await get('/v1/housing-requests?waiting=me&limit=100', provider)).items
        .map((item: { id: string }) => item.id)
        .includes(request.id);
    expect(await waits()).toBe(true);
    await app.call('POST', `/v1/housing-requests/${request.id}/refusals`, provider, { reasonCode: 'full' });
    expect(await waits()).toBe(false);
    const made = await offer(request.id, resourceId);
    expect(await waits()).toBe(false);
    await admin.query(`update housing_offer set status = 'lapsed' where id = $1`, [made.id]);
    expect(await waits()).toBe(true);
  });

  it('a provider that says no after it offered has taken its offer back', async () => {
    const resourceId = await place('K1H');
    await place('K1H', 1, { providerOrganizationId: otherProvider.organization });
    const request = await requestHousing('K1H');
    const made = await offer(request.id, resourceId);
    const said = await app.call('POST', `/v1/housing-requests/${request.id}/refusals`, provider, {
      reasonCode: 'unsafe',
    });
    expect(said).toMatchObject({ status: 201, body: { state: 'refused' } });
    expect(await tryHold(request.id, made.id)).toMatchObject({
      status: 409,
      body: { code: 'offer/not-standing' },
    });
    const seen = await get(`/v1/housing-requests/${request.id}`, hub);
    expect(seen).toMatchObject({ state: 'open' });
    expect(seen.offers.map((one: { state: string }) => one.state).sort()).toEqual([
      'refused',
      'withdrawn_by_provider',
    ]);
  });

  it('a provider that says no is not waited for; all said no: the search goes on at once', async () => {
    await place('K1C');
    const request = await requestHousing('K1C');
    const said = await app.call('POST', `/v1/housing-requests/${request.id}/refusals`, provider, {
      reasonCode: 'full',
    });
    expect(said).toMatchObject({ status: 201, body: { state: 'refused', reasonCode: 'full' } });
    await eventually(async () => expect((await eventsOf(request.id)).length).toBeGreaterThan(1));
  });

  it('a hold that is extended expires later, and once only (R40)', async () => {
    const { hold: placed } = await heldBed('K1E');
    const extended = await app.call('POST', `/v1/holds/${placed.id}/extend`, hub, {});
    expect(Date.parse(extended.body.expiresAt) - Date.parse(placed.expiresAt)).toBe(90 * minute);
    const again = await app.call('POST', `/v1/holds/${placed.id}/extend`, hub, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'hold/extended-already' } });
  });
});

describe('the last bed (R39)', () => {
  it('of 50 who want it at the same moment, one gets it and 49 are told 409', async () => {
    const resourceId = await place('L4A');
    const wanting = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const request = await requestHousing('L4A');
        return { request, offer: await offer(request.id, resourceId) };
      }),
    );
    const answers = await Promise.all(
      wanting.map(({ request, offer: made }) => tryHold(request.id, made.id)),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    const refused = answers.filter((answer) => answer.status === 409);
    expect(refused.map((answer) => answer.body.code)).toEqual(Array(49).fill('hold/nothing-available'));
    expect(await figuresOf(resourceId)).toMatchObject({
      heldUnits: 1,
      availableUnits: 0,
      overcommitted: false,
    });
  }, 60_000);

  it('a confirmation at the moment of the expiry: either it stands or it expired, never both', async () => {
    const beds = await Promise.all(
      Array.from({ length: 8 }, (_, index) => heldBed(`L4${'BCEGHJKL'[index]}`)),
    );
    const last = Math.max(...beds.map((bed) => Date.parse(bed.hold.expiresAt)));
    const [answers] = await Promise.all([
      Promise.all(beds.map((bed) => app.call('POST', `/v1/holds/${bed.hold.id}/confirm`, provider, {}))),
      app.database.moveTime(last - (await now()).getTime()),
    ]);
    for (const [index, { hold: placed }] of beds.entries()) {
      const { status, body } = answers[index]!;
      const story = await eventually(async () => {
        const events = await eventsOf(placed.id);
        expect(events.length).toBeGreaterThan(1);
        return events;
      });
      if (status === 200) expect(story.slice(0, 2)).toEqual(['hold-placed', 'hold-confirmed']);
      else {
        expect(body.code).toBe('hold/expired');
        expect(story).toEqual(['hold-placed', 'hold-expired']);
      }
    }
  });

  it('expires by itself, frees the unit, and the request goes back to whom it asked', async () => {
    const { hold: placed, request, resourceId } = await heldBed('L5A');
    await app.database.moveTime(91 * minute);
    expect(await get(`/v1/holds/${placed.id}`, hub)).toMatchObject({ state: 'expired' });
    expect(await figuresOf(resourceId)).toMatchObject({ availableUnits: 1, heldUnits: 0 });
    const confirmed = await app.call('POST', `/v1/holds/${placed.id}/confirm`, provider, {});
    expect(confirmed).toMatchObject({ status: 409, body: { code: 'hold/expired' } });
    await eventually(async () => expect(await eventsOf(placed.id)).toEqual(['hold-placed', 'hold-expired']));
    await eventually(async () =>
      expect((await eventsOf(request.id)).slice(0, 3)).toEqual([
        'request-opened',
        'request-held',
        'request-reopened',
      ]),
    );
  });

  it('a person who has arrived needs no other bed: what was searched and held beside it meanwhile is let go (3.3b)', async () => {
    const resourceId = await place('K1J');
    const first = await requestHousing('K1J');
    const later = await app.call('POST', `/v1/housing-requests/${first.id}/cancel`, hub, {
      reasonCode: 'person_declined',
    });
    expect(later.status).toBe(200);
    const { body: second } = await app.call('POST', '/v1/housing-requests', hub, {
      referralId: first.referralId,
      regionCode: 'K1J',
      needs: ['emergency_bed'],
    });
    const placed = await hold(second.id, (await offer(second.id, resourceId)).id);
    const { type, topic, aggregate } = ReferralServiceStarted;
    const data = { ...ReferralServiceStarted.examples[0], holdId: randomUUID() };
    await publishAs(app.broker, {
      type,
      topic,
      aggregate,
      subject: first.referralId,
      sequence: 3,
      data,
    });
    await eventually(async () =>
      expect(await get(`/v1/housing-requests/${second.id}`, hub)).toMatchObject({
        state: 'cancelled',
        endReasonCodes: ['other_place_found'],
      }),
    );
    expect(await get(`/v1/holds/${placed.id}`, hub)).toMatchObject({ state: 'released' });
    expect(await figuresOf(resourceId)).toMatchObject({ availableUnits: 1, heldUnits: 0 });
  });

  it('a person who is taken in after the hold expired has arrived (R40)', async () => {
    const { hold: placed, request, resourceId } = await heldBed('L5B');
    await app.database.moveTime(91 * minute);
    await eventually(async () => expect(await eventsOf(placed.id)).toContain('hold-expired'));
    const arrived = await app.call('POST', `/v1/holds/${placed.id}/arrive`, provider, {});
    expect(arrived).toMatchObject({ status: 200, body: { state: 'arrived' } });
    expect(await figuresOf(resourceId)).toMatchObject({ availableUnits: 0, occupiedUnits: 10 });
    expect(await get(`/v1/housing-requests/${request.id}`, hub)).toMatchObject({ state: 'placed' });
  });

  it('nobody comes: the confirmed hold ends as no-show, and the unit is free (3.3b)', async () => {
    const { hold: placed, resourceId } = await heldBed('L5C');
    await app.call('POST', `/v1/holds/${placed.id}/confirm`, provider, {});
    await app.database.moveTime(92 * minute);
    expect(await get(`/v1/holds/${placed.id}`, provider)).toMatchObject({ state: 'no_show' });
    expect(await figuresOf(resourceId)).toMatchObject({ availableUnits: 1 });
    await eventually(async () =>
      expect(await eventsOf(placed.id)).toEqual(['hold-placed', 'hold-confirmed', 'hold-no-show']),
    );
  });

  it('a count that says less than is promised keeps the holds and stops new ones (R38)', async () => {
    const resourceId = await place('L5E', 2);
    const [first, second] = [await requestHousing('L5E'), await requestHousing('L5E')];
    const [made, other] = [await offer(first.id, resourceId), await offer(second.id, resourceId)];
    const placed = await hold(first.id, made.id);
    const counted = await app.call(
      'POST',
      `/v1/housing-resources/${resourceId}/capacity-snapshots`,
      provider,
      {
        totalUnits: 10,
        occupiedUnits: 10,
        outOfServiceUnits: 0,
      },
    );
    expect(counted).toMatchObject({
      status: 201,
      body: { figures: { overcommitted: true, availableUnits: 0 } },
    });
    expect(await tryHold(second.id, other.id)).toMatchObject({
      status: 409,
      body: { code: 'hold/resource-overcommitted' },
    });
    expect(await get(`/v1/holds/${placed.id}`, hub)).toMatchObject({ state: 'held' });
    const { rows } = await admin.query<{ parties: string }>(
      `select headers->>'ce_parties' as parties from event_log
       where aggregate_id = $1 and type = 'housing.resource-overcommitted.v1'`,
      [resourceId],
    );
    expect(rows.map(({ parties }) => parties.split(',').sort())).toEqual([
      [provider.organization, hub.organization].sort(),
    ]);
  });

  it('those who hold a unit are told also where somebody imports the count, who is party to no hold (R38)', async () => {
    const sourceRef = randomUUID();
    const count = { sourceRef, regionCode: 'L5G', providerOrganizationId: provider.organization };
    const [{ resourceId }] = await importRows([row(count)]);
    const request = await requestHousing('L5G');
    await hold(request.id, (await offer(request.id, resourceId)).id);
    const later = (await now()).toISOString();
    const [counted] = await importRows([row({ ...count, occupiedUnits: 10, observedAt: later })]);
    expect(counted).toMatchObject({ status: 'accepted', overcommitted: true });
    const { rows } = await admin.query<{ parties: string }>(
      `select headers->>'ce_parties' as parties from event_log
       where aggregate_id = $1 and type = 'housing.resource-overcommitted.v1'`,
      [resourceId],
    );
    expect(rows.map(({ parties }) => parties.split(','))).toEqual([
      expect.arrayContaining([provider.organization, hub.organization]),
    ]);
  });

  it('a count by a clock that runs fast hides neither the next count nor an arrival (R37, R38)', async () => {
    const resourceId = await place('L5H');
    const count = (occupiedUnits: number, observedAt?: string) =>
      app.call('POST', `/v1/housing-resources/${resourceId}/capacity-snapshots`, provider, {
        totalUnits: 10,
        occupiedUnits,
        outOfServiceUnits: 0,
        ...(observedAt ? { observedAt } : {}),
      });
    const ahead = () => now().then((at) => new Date(at.getTime() + 4 * minute).toISOString());
    expect((await count(9, await ahead())).body.figures).toMatchObject({ availableUnits: 1 });
    expect((await count(10)).body.figures).toMatchObject({ availableUnits: 0 });

    await count(9, await ahead());
    const request = await requestHousing('L5H');
    const placed = await hold(request.id, (await offer(request.id, resourceId)).id);
    await app.call('POST', `/v1/holds/${placed.id}/confirm`, provider, {});
    await app.call('POST', `/v1/holds/${placed.id}/arrive`, provider, {});
    expect(await figuresOf(resourceId)).toMatchObject({ availableUnits: 0, occupiedUnits: 10 });
  });
});

describe('when it does not work out', () => {
  it('a provider withdraws a confirmed bed, and the request takes the backup (R41)', async () => {
    const resourceId = await place('N1A');
    const backupId = await place('N1A', 1, { providerOrganizationId: otherProvider.organization });
    const request = await requestHousing('N1A');
    const made = await offer(request.id, resourceId);
    const backup = await offer(request.id, backupId, otherProvider, { willBeBackup: true });
    const placed = await hold(request.id, made.id);
    expect(await tryHold(request.id, backup.id)).toMatchObject({
      status: 409,
      body: { code: 'housing-request/already-holding' },
    });
    await app.call('POST', `/v1/holds/${placed.id}/confirm`, provider, {});
    const withdrawn = await app.call('POST', `/v1/holds/${placed.id}/withdraw`, provider, {
      reasonCode: 'unit_unusable',
    });
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn_by_provider' } });
    expect(await get(`/v1/housing-requests/${request.id}`, hub)).toMatchObject({ state: 'offered' });
    expect(await hold(request.id, backup.id)).toMatchObject({ state: 'held', resourceId: backupId });
  });

  it('no bed anywhere ends in unmet, with every reason, at once (R44)', async () => {
    const request = await requestHousing('X0A', { needs: ['pets', 'interpreter'] });
    expect(request).toMatchObject({ state: 'unmet', endReasonCodes: ['no_matching_resource'] });
    expect(await eventsOf(request.id)).toEqual([
      'request-opened',
      'request-widened',
      'request-widened',
      'request-unmet',
    ]);
    const unmet = await admin.query('select reason_codes from unmet_need where housing_request_id = $1', [
      request.id,
    ]);
    expect(unmet.rows).toEqual([{ reason_codes: ['no_matching_resource'] }]);
  });

  it('no offer in time: the province is asked, then the country, then it is unmet (3.3a)', async () => {
    const needs = ['emergency_bed', 'two_s_lgbtqi_plus'];
    const third = as(randomUUID(), 'provider_worker');
    await place('R2C', 1, { needs });
    await place('R3A', 1, { needs, providerOrganizationId: otherProvider.organization });
    await place('S4A', 1, { needs, providerOrganizationId: third.organization });
    const request = await requestHousing('R2C', { needs });
    const rings = ['region', 'province', 'national'];
    for (const [index, someone] of [provider, otherProvider, third].entries()) {
      await eventually(async () =>
        expect(await get(`/v1/housing-requests/${request.id}`, someone)).toMatchObject({
          state: 'open',
          ring: rings[index],
        }),
      );
      await app.database.moveTime(31 * minute);
    }
    await eventually(async () =>
      expect(await get(`/v1/housing-requests/${request.id}`, hub)).toMatchObject({
        state: 'unmet',
        endReasonCodes: ['no_offer'],
      }),
    );
  });

  it('the hub releases: the request is open again', async () => {
    const { hold: placed, request } = await heldBed('N1R');
    const released = await app.call('POST', `/v1/holds/${placed.id}/release`, hub, {
      reasonCode: 'person_declined',
    });
    expect(released).toMatchObject({ status: 200, body: { state: 'released' } });
    expect(await get(`/v1/housing-requests/${request.id}`, hub)).toMatchObject({ state: 'open' });
  });

  it('the hub calls it off: the hold is released in the same transaction', async () => {
    const { hold: placed, request } = await heldBed('N1C');
    const cancelled = await app.call('POST', `/v1/housing-requests/${request.id}/cancel`, hub, {
      reasonCode: 'person_declined',
    });
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await eventsOf(placed.id)).toEqual(['hold-placed', 'hold-released']);
  });

  it('a referral that is cancelled ends its search and lets the bed go', async () => {
    const { hold: placed, request } = await heldBed('N1E');
    await publishAs(app.broker, {
      topic: ReferralCancelled.topic,
      aggregate: 'referral',
      subject: request.referralId,
      type: ReferralCancelled.type,
      sequence: 3,
      data: ReferralCancelled.examples[0],
    });
    await eventually(async () => expect(await eventsOf(placed.id)).toEqual(['hold-placed', 'hold-released']));
    expect(await eventsOf(request.id)).toEqual([
      'request-opened',
      'request-held',
      'request-cancelled',
      'request-answers-wanted',
    ]);
  });
});

describe('the person’s consent ends (R11)', () => {
  const tell = (referralId: string, contract: typeof ReferralWithdrawn | typeof ReferralSharingStopped) => {
    const { type, topic, aggregate, examples } = contract;
    const data = examples[0];
    return publishAs(app.broker, { type, topic, aggregate, subject: referralId, sequence: 3, data });
  };

  it.each([
    ['withdrawn', ReferralWithdrawn, 'K0B'],
    ['in service, and shares nothing more', ReferralSharingStopped, 'K0C'],
  ])('the bed stays held where the referral is %s; the worker is asked (R7)', async (_, contract, region) => {
    const { hold: placed, request } = await heldBed(region);
    await tell(request.referralId, contract);
    await eventually(async () =>
      expect(await eventsOf(request.id)).toEqual([
        'request-opened',
        'request-held',
        'request-search-stopped',
      ]),
    );
    expect(await get(`/v1/holds/${placed.id}`, hub)).toMatchObject({ state: 'held' });
    expect(await get(`/v1/housing-requests/${request.id}`, hub)).toMatchObject({
      state: 'holding',
      searchStopped: true,
      waitingOn: 'requester',
    });
    // Whose turn it is, is between those who ask: a provider learns nothing of the person’s choice.
    const asProvider = await get(`/v1/housing-requests/${request.id}`, provider);
    expect(asProvider).toMatchObject({ state: 'holding', searchStopped: false, waitingOn: 'providers' });
    const { rows } = await admin.query<{ parties: string }>(
      `select headers->>'ce_parties' as parties from event_log
       where aggregate_id = $1 and type = 'housing.request-search-stopped.v1'`,
      [request.id],
    );
    expect(rows[0]!.parties.split(',')).not.toContain(provider.organization);
    const confirmed = await app.call('POST', `/v1/holds/${placed.id}/confirm`, provider, {});
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'confirmed' } });
  });

  it('nobody else is asked when no offer comes in time', async () => {
    const needs = ['emergency_bed', 'two_s_lgbtqi_plus'];
    await place('E1A', 1, { needs });
    await place('E4Z', 1, { needs, providerOrganizationId: otherProvider.organization });
    const request = await requestHousing('E1A', { needs });
    await tell(request.referralId, ReferralSharingStopped);
    await eventually(async () =>
      expect(await eventsOf(request.id)).toEqual(['request-opened', 'request-search-stopped']),
    );
    await app.database.moveTime(31 * minute);
    await eventually(async () => {
      const due = await admin.query(`select from deadline where kind = 'offers-due' and owner_id = $1`, [
        request.id,
      ]);
      expect(due.rowCount).toBe(0);
    });
    expect(await eventsOf(request.id)).toEqual(['request-opened', 'request-search-stopped']);
    expect(await get(`/v1/housing-requests/${request.id}`, hub)).toMatchObject({
      state: 'open',
      ring: 'region',
      waitingOn: 'requester',
    });
    const waiting = await get('/v1/housing-requests?waiting=me', hub);
    expect(waiting.items.map((item: { id: string }) => item.id)).toContain(request.id);
    expect((await app.call('GET', `/v1/housing-requests/${request.id}`, otherProvider)).status).toBe(404);
  });
});

describe('who may see and do what', () => {
  it('only the referral’s receiver may ask for housing, once at a time', async () => {
    const referralId = await acceptedReferral();
    const body = { referralId, regionCode: 'N1G', needs: ['emergency_bed'] };
    await place('N1G');
    const foreign = as(randomUUID(), 'hub_coordinator');
    expect(await app.call('POST', '/v1/housing-requests', foreign, body)).toMatchObject({
      status: 404,
      body: { code: 'housing-request/referral-not-found' },
    });
    const both = await Promise.all([1, 2].map(() => app.call('POST', '/v1/housing-requests', hub, body)));
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const refused = both.find((answer) => answer.status === 409)!;
    expect(refused.body).toMatchObject({ code: 'housing-request/already-open' });
  });

  it('a request has the mode of its referral, and finds resources of that mode alone (R62)', async () => {
    await place('N1H');
    const referralId = await acceptedReferral(hub.organization, 'exercise');
    const body = { referralId, regionCode: 'N1H', needs: ['emergency_bed', 'women_only'] };
    const { body: request } = await app.call('POST', '/v1/housing-requests', hub, body);
    expect(request).toMatchObject({ mode: 'exercise' });
    expect(request.ring).not.toBe('region');
  });

  it('what is another organization’s is not found; the role comes first', async () => {
    const { hold: placed, request, resourceId } = await heldBed('N1K');
    const stranger = as(randomUUID(), 'provider_worker');
    expect((await app.call('GET', `/v1/holds/${placed.id}`, stranger)).status).toBe(404);
    expect((await app.call('POST', `/v1/holds/${placed.id}/confirm`, stranger, {})).status).toBe(404);
    expect((await app.call('GET', `/v1/housing-requests/${request.id}`, stranger)).status).toBe(404);
    const count = { totalUnits: 1, occupiedUnits: 0, outOfServiceUnits: 0 };
    const snapshots = `/v1/housing-resources/${resourceId}/capacity-snapshots`;
    expect((await app.call('POST', snapshots, stranger, count)).status).toBe(404);
    expect((await app.call('POST', `/v1/holds/${placed.id}/confirm`, hub, {})).status).toBe(403);
    expect((await app.call('GET', `/v1/holds/${placed.id}`, null)).status).toBe(401);
    expect((await app.call('GET', '/v1/holds/not-an-id', hub)).status).toBe(404);
  });

  it('a provider offers its own resources only', async () => {
    const resourceId = await place('N1L', 1, { providerOrganizationId: otherProvider.organization });
    await place('N1L');
    const request = await requestHousing('N1L');
    const refused = await app.call('POST', `/v1/housing-requests/${request.id}/offers`, provider, {
      resourceId,
    });
    expect(refused).toMatchObject({ status: 404, body: { code: 'resource/not-found' } });
  });

  it('an If-Match that names another version changes nothing', async () => {
    const { hold: placed } = await heldBed('N1M');
    const read = await app.call('GET', `/v1/holds/${placed.id}`, provider);
    expect(read.headers['etag']).toBe('"1"');
    const refused = await app.call(
      'POST',
      `/v1/holds/${placed.id}/confirm`,
      provider,
      {},
      { 'if-match': '"7"' },
    );
    expect(refused.status).toBe(412);
    const taken = await app.call(
      'POST',
      `/v1/holds/${placed.id}/confirm`,
      provider,
      {},
      { 'if-match': '"1"' },
    );
    expect(taken.status).toBe(200);
  });

  it('without an organization in the transaction no table shows a row; nobody may rewrite a count', async () => {
    await heldBed('N1P');
    const client = new pg.Client({ connectionString: app.database.appUrl });
    await client.connect();
    const tables = [
      'housing_resource',
      'housing_resource_address',
      'capacity_snapshot',
      'housing_request',
      'housing_offer',
      'housing_hold',
      'unmet_need',
      'referral',
    ];
    for (const table of tables) {
      expect([table, (await client.query(`select from ${table}`)).rowCount]).toEqual([table, 0]);
      expect((await admin.query(`select from ${table} limit 1`)).rowCount).toBe(1);
    }
    const role = await client.query<{ owned: string }>(
      `select count(*) as owned from pg_tables where tableowner = current_user`,
    );
    expect(role.rows[0]!.owned).toBe('0');
    await client.end();
    await expect(admin.query('update capacity_snapshot set occupied_units = 0')).rejects.toThrow(
      /append-only/,
    );
  });
});
