import { idOf } from '../parties.js';
import { tellOfConsents } from './consents.js';
import { awayMilliseconds } from './party.js';
import type { Stage } from './stage.js';
import type { SeenEvent } from './event-watch.js';

export interface Availability {
  readonly resourceId: string;
  readonly providerOrganizationId: string;
  readonly availableUnits: number;
  readonly stale: boolean;
}

export const needs = ['emergency_bed', 'women_only'];
export const toronto = '3520005';

/** The whole story of one request, beside a second one that wants the same last bed. */
export async function tellStory(stage: Stage, { holdOutlived }: { holdOutlived: number }): Promise<void> {
  const { step, party, watch, hub } = stage;
  const [ngo, officer, coordinator, department] = [
    party('ngo'),
    party('officer'),
    party('hub-coordinator'),
    party('department'),
  ];
  const after = (what: string, subject: string) =>
    watch.first(what, (event) => event.type === what && event.subject === subject);

  const subscriptionId = await subscribe(stage);

  await step(
    'A kind that is not served yet is refused with a code; a safety concern shows 911',
    'liaison',
    async () => {
      const refused = await ngo.post('/v1/liaison-requests', filing('training_request'), { expect: 422 });
      if (refused.body.code !== 'liaison-request/kind-not-served-yet')
        throw new Error(`The refusal's code is ${refused.body.code}.`);
      const safety = await ngo.post('/v1/liaison-requests', filing('safety_concern'), { expect: 422 });
      if (!/911/.test(safety.body.titles.en) || !/1-833-900-1010/.test(safety.body.titles.fr))
        throw new Error('The numbers are missing.');
      return { result: undefined };
    },
  );

  const request = await step(
    'An NGO files a request: a housing gap, coded needs, no name',
    'liaison',
    async () => {
      const { body, location } = await ngo.post('/v1/liaison-requests', filing('housing_gap'), {
        expect: 201,
      });
      if (location !== `/v1/liaison-requests/${body.id}`) throw new Error(`Location is ${location}.`);
      return { result: body.id as string, event: await after('liaison.request-submitted.v1', body.id) };
    },
  );
  const rival = await step('A second NGO files the same need', 'liaison', async () => {
    const { body } = await party('ngo-2').post('/v1/liaison-requests', filing('housing_gap'), {
      expect: 201,
    });
    return { result: body.id as string, event: await after('liaison.request-submitted.v1', body.id) };
  });

  for (const [id, departments] of [
    [request, ['PS']],
    [rival, []],
  ] as const) {
    const whose = id === request ? '' : ' (second request)';
    await step(`The office acknowledges${whose}`, 'liaison', async () => {
      await officer.post(`/v1/liaison-requests/${id}/acknowledge`, {});
      return { result: undefined, event: await after('liaison.request-acknowledged.v1', id) };
    });
    await step(
      `The office triages: urgent${departments.length > 0 ? ', Public Safety Canada' : ''}${whose}`,
      'liaison',
      async () => {
        await officer.post(`/v1/liaison-requests/${id}/triage`, { priority: 'urgent', departments });
        return { result: undefined, event: await after('liaison.request-triaged.v1', id) };
      },
    );
    await step(`The office routes it to the hub for Ontario${whose}`, 'liaison', async () => {
      await officer.post(`/v1/liaison-requests/${id}/route`, {
        regionalHubOrganizationId: idOf('hub-coordinator'),
      });
      return { result: undefined, event: await after('liaison.request-routed.v1', id) };
    });
  }

  const referral = await acceptReferral(stage, request, '');
  const rivalReferral = await acceptReferral(stage, rival, ' (second request)');

  const beds = await step('The hub searches: needs, region, age of each figure', 'housing', async () => {
    const { body } = await coordinator.get<{ items: Availability[] }>(
      `/v1/housing-availability?needs=${needs.join(',')}&region=${toronto}&limit=100`,
    );
    const items = body.items.filter((item) => item.availableUnits > 0 && !item.stale);
    if (JSON.stringify(body).match(/postal|address|Ave|Street/i))
      throw new Error('The search tells where a shelter is (R16).');
    if (items.length < 2) throw new Error(`Only ${items.length} places have room.`);
    return { result: items };
  });
  const last = beds.find(
    (bed) => bed.availableUnits === 1 && bed.providerOrganizationId === idOf('provider'),
  )!;
  const other = beds.find((bed) => bed.providerOrganizationId === idOf('provider-2'))!;
  if (!last || !other)
    throw new Error('Both providers need a place for women with room, one of them its last.');

  const housing = await openHousing(stage, referral, '');
  const rivalHousing = await openHousing(stage, rivalReferral, ' (second request)');

  const offer = await makeOffer(stage, 'provider', housing, last, 'A provider offers its last bed');
  await makeOffer(stage, 'provider-2', housing, other, 'Another provider offers, too');
  const rivalOffer = await makeOffer(
    stage,
    'provider',
    rivalHousing,
    last,
    'The first provider offers the same last bed to the second',
  );
  const spareOffer = await makeOffer(
    stage,
    'provider-2',
    rivalHousing,
    other,
    'The other provider offers to the second as well',
  );

  const hold = await step('The hub chooses: the last bed is held', 'housing', async () => {
    const { body } = await coordinator.post(
      `/v1/housing-requests/${housing}/holds`,
      { offerId: offer },
      { expect: 201 },
    );
    return { result: body.id as string, event: await after('housing.hold-placed.v1', body.id) };
  });
  await step('A second hold for the last bed is refused: 409', 'housing', async () => {
    const { body } = await coordinator.post(
      `/v1/housing-requests/${rivalHousing}/holds`,
      { offerId: rivalOffer },
      { expect: 409 },
    );
    if (body.code !== 'hold/nothing-available') throw new Error(`The refusal's code is ${body.code}.`);
    return { result: undefined };
  });
  await step('The provider confirms', 'housing', async () => {
    await party('provider').post(`/v1/holds/${hold}/confirm`, {});
    return { result: undefined, event: await after('housing.hold-confirmed.v1', hold) };
  });
  await step('The person arrives: held becomes occupied', 'housing', async () => {
    await party('provider').post(`/v1/holds/${hold}/arrive`, {});
    return { result: undefined, event: await after('housing.hold-arrived.v1', hold) };
  });
  await step('The arrival makes the referral in service', 'referrals', async () => {
    const event = await after('referrals.referral-service-started.v1', referral);
    const { body } = await coordinator.get(`/v1/referrals/${referral}`);
    if (body.state !== 'in_service') throw new Error(`The referral is ${body.state}.`);
    return { result: undefined, event };
  });
  await step('The hub completes it with an outcome', 'referrals', async () => {
    await coordinator.post(`/v1/referrals/${referral}/complete`, { outcome: 'served' });
    return { result: undefined, event: await after('referrals.referral-completed.v1', referral) };
  });

  await step('The department answers its tasking', 'liaison', async () => {
    const { body } = await department.get(`/v1/taskings?waiting=me&requestId=${request}`);
    await department.post(`/v1/taskings/${body.items[0].id}/answer`, { answerCode: 'support_arranged' });
    return { result: undefined, event: await after('liaison.tasking-answered.v1', body.items[0].id) };
  });
  await step('Every tasking is final: it is the office’s turn', 'liaison', async () => ({
    result: undefined,
    event: await after('liaison.request-consolidation-started.v1', request),
  }));
  await step('The office answers the request', 'liaison', async () => {
    await officer.post(`/v1/liaison-requests/${request}/answer`, { answerCode: 'support_arranged' });
    return { result: undefined, event: await after('liaison.request-answered.v1', request) };
  });
  await step('The NGO sees each step’s time and who it waited on, and closes', 'liaison', async () => {
    // Liaison learns of both by events: a moment later, or as much later as another instance needs to take over.
    const wanted = ['referrals.referral-completed.v1', 'housing.hold-arrived.v1'];
    const until = performance.now() + awayMilliseconds;
    for (;;) {
      const { body } = await ngo.get(`/v1/liaison-requests/${request}/timeline`);
      const types: string[] = body.items.map((item: { type: string }) => item.type);
      if (wanted.every((type) => types.includes(type))) break;
      if (performance.now() > until) throw new Error(`The timeline lacks steps: ${types.join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await ngo.post(`/v1/liaison-requests/${request}/confirm`, {});
    return { result: undefined, event: await after('liaison.request-closed.v1', request) };
  });

  await tellOfConsents(stage);

  const rivalHold = await step('The second request takes the other bed', 'housing', async () => {
    const { body } = await coordinator.post(
      `/v1/housing-requests/${rivalHousing}/holds`,
      { offerId: spareOffer },
      { expect: 201 },
    );
    return { result: body.id as string, event: await after('housing.hold-placed.v1', body.id) };
  });
  await step('Nobody confirms it: time moves on, and it expires by itself', 'housing', async () => {
    await hub.moveTime(holdOutlived);
    return { result: undefined, event: await after('housing.hold-expired.v1', rivalHold) };
  });

  await checkNotices(stage, request, subscriptionId);
}

export function filing(kind: string, wanted: readonly string[] = needs) {
  return { kind, needs: wanted, regionCode: toronto, urgency: 'urgent' };
}

async function subscribe({ step, party, watch, partner, stranger }: Stage): Promise<string> {
  return step(
    'Two partner systems subscribe; each proves that it holds its endpoint',
    'notifications',
    async () => {
      const ids: string[] = [];
      for (const [name, receiver] of [
        ['partner', partner],
        ['partner-2', stranger],
      ] as const) {
        const system = party(name);
        const { body: existing } = await system.get('/v1/subscriptions?limit=100');
        for (const subscription of existing.items)
          await system.post(`/v1/subscriptions/${subscription.id}/delete`, {}).catch(() => undefined);
        const { body } = await system.post(
          '/v1/subscriptions',
          { url: receiver.url, eventTypes: ['*'], mode: 'exercise' },
          { expect: 201 },
        );
        receiver.useSecret(body.secret);
        ids.push(body.id);
      }
      let event: SeenEvent | undefined;
      for (const [index, id] of ids.entries()) {
        await party(index === 0 ? 'partner' : 'partner-2').post(`/v1/subscriptions/${id}/verify`, {});
        event = await watch.first(
          'notifications.subscription-activated',
          (seen) => seen.type === 'notifications.subscription-activated.v1' && seen.subject === id,
        );
      }
      return { result: ids[0]!, ...(event ? { event } : {}) };
    },
  );
}

export async function acceptReferral(
  { step, party, watch }: Stage,
  request: string,
  whose: string,
): Promise<string> {
  const coordinator = party('hub-coordinator');
  const referral = await step(`A referral opens because of that event${whose}`, 'referrals', async () => {
    const event = await watch.first(
      'referrals.referral-sent.v1',
      (seen) => seen.type === 'referrals.referral-sent.v1' && seen.correlationId === request,
    );
    return { result: event.subject, event };
  });
  await step(`The hub opens, accepts and schedules it${whose}`, 'referrals', async () => {
    const { body } = await coordinator.get('/v1/referrals?waiting=me&limit=100');
    if (!body.items.some((item: { id: string }) => item.id === referral))
      throw new Error('The referral is not on the hub’s list.');
    await coordinator.post(`/v1/referrals/${referral}/open`, {});
    await coordinator.post(`/v1/referrals/${referral}/accept`, {});
    await coordinator.post(`/v1/referrals/${referral}/schedule`, {});
    return {
      result: undefined,
      event: await watch.first(
        'referrals.referral-scheduled.v1',
        (seen) => seen.type === 'referrals.referral-scheduled.v1' && seen.subject === referral,
      ),
    };
  });
  return referral;
}

export async function openHousing(
  { step, party, watch }: Stage,
  referralId: string,
  whose: string,
  wanted: readonly string[] = needs,
): Promise<string> {
  return step(
    `The hub asks for housing by coded needs; several providers get it${whose}`,
    'housing',
    async () => {
      const body = { referralId, regionCode: toronto, needs: wanted };
      const id = await untilKnown(() =>
        party('hub-coordinator').post('/v1/housing-requests', body, { expect: 201 }),
      );
      return {
        result: id,
        event: await watch.first(
          'housing.request-opened.v1',
          (seen) => seen.type === 'housing.request-opened.v1' && seen.subject === id,
        ),
      };
    },
  );
}

/** Housing learns of the referral, and then of its acceptance, by events: a moment after the hub does. */
const notHeardYet = / answered 404 |housing-request\/referral-not-accepted/;

async function untilKnown(open: () => Promise<{ body: { id: string } }>): Promise<string> {
  const until = performance.now() + awayMilliseconds;
  for (;;) {
    try {
      return (await open()).body.id;
    } catch (error) {
      if (performance.now() > until || !notHeardYet.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export async function makeOffer(
  { step, party, watch }: Stage,
  name: string,
  housing: string,
  bed: Availability,
  text: string,
): Promise<string> {
  return step(text, 'housing', async () => {
    const provider = party(name);
    const { body: waiting } = await provider.get('/v1/housing-requests?waiting=me&limit=100');
    if (!waiting.items.some((item: { id: string }) => item.id === housing))
      throw new Error(`The request is not on the list of ${name}.`);
    const { body } = await provider.post(
      `/v1/housing-requests/${housing}/offers`,
      { resourceId: bed.resourceId },
      { expect: 201 },
    );
    return {
      result: body.id as string,
      event: await watch.first(
        'housing.offer-made.v1',
        (seen) => seen.type === 'housing.offer-made.v1' && seen.subject === body.id,
      ),
    };
  });
}

interface FeedItem {
  readonly id: string;
  readonly type: string;
  readonly position: number;
}

/** What the NGO's system was told, what a stranger was told, and that the feed tells the same without a hole. */
async function checkNotices(stage: Stage, request: string, subscriptionId: string): Promise<void> {
  const { step, party, partner, stranger } = stage;
  await step(
    'The partner got every step as a signed webhook, verified by its receiver',
    'notifications',
    async () => {
      const wanted = [
        'liaison.request-submitted.v1',
        'liaison.request-closed.v1',
        'liaison.tasking-answered.v1',
        'referrals.referral-completed.v1',
        'housing.hold-arrived.v1',
      ];
      const until = performance.now() + awayMilliseconds;
      const missing = () =>
        wanted.filter((type) => !partner.deliveries.some((delivery) => delivery.type === type));
      while (missing().length > 0 && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50));
      if (missing().length > 0)
        throw new Error(
          `The partner was not told of ${missing().join(', ')} (subscription ${subscriptionId}).`,
        );
      const order = partner.deliveries
        .filter((delivery) => delivery.subject === request)
        .map((delivery) => delivery.sequence);
      if (order.join() !== order.toSorted().join())
        throw new Error(`The deliveries of one request came out of order: ${order.join()}`);
      return { result: undefined };
    },
  );
  await step('A partner that is party to nothing got nothing', 'notifications', async () => {
    const foreign = stranger.deliveries.filter((delivery) => !delivery.type.startsWith('notifications.'));
    if (foreign.length > 0)
      throw new Error(`partner-2 was told of ${foreign.map((delivery) => delivery.type).join(', ')}.`);
    return { result: undefined };
  });
  await step('The cursor feed tells the same events, dense and in order', 'notifications', async () => {
    const items: FeedItem[] = [];
    for (let after = 0; ;) {
      const { body } = await party('partner').get<{ items: FeedItem[]; next: number }>(
        `/v1/events?after=${after}&limit=100&mode=exercise`,
      );
      items.push(...body.items);
      if (body.items.length === 0) break;
      after = body.items.at(-1)!.position;
    }
    const holes = items.filter((item, index) => item.position !== index + 1);
    if (holes.length > 0) throw new Error(`The feed has a hole before position ${holes[0]!.position}.`);
    const told = new Set(items.map((item) => item.id));
    const untold = partner.deliveries.filter((delivery) => !told.has(delivery.id));
    if (untold.length > 0) throw new Error(`The feed lacks ${untold[0]!.type}, which was delivered.`);
    return { result: undefined };
  });
}
