import { setTimeout as sleep } from 'node:timers/promises';
import { admissionOf, untilAdmitted } from '../../infra/local/admission.js';
import { organizations } from '../../infra/local/parties.js';
import { needs, organizationOf, region, type Stage } from './stage.js';

/** The parties are known, providers have beds, a partner system is told of everything. */
export async function prepare(stage: Stage): Promise<void> {
  const { ledger } = stage;
  for (const organization of organizations)
    for (const [index, { path, body, event }] of admissionOf(organization, stage.hub.now()).entries())
      await ledger.command({
        party: 'admin',
        path,
        body,
        type: event,
        ...(index === 0 ? {} : { subject: organization.id }),
        insist: true,
      });
  const hub = organizations.find((organization) => organization.regionCodes)!;
  await ledger.command({
    party: 'admin',
    path: '/v1/regional-hubs',
    body: { organizationId: hub.id, regionCodes: hub.regionCodes },
    type: 'directory.regional-hub-registered.v1',
    insist: true,
  });
  await stage.untilApplied('liaison', hub.id, 'directory.regional-hub-registered.v1');
  await untilAdmitted(stage.hub.gatewayUrl, (client) => stage.hub.token(client));
  await subscribe(stage, 'partner', stage.receiver);
}

/** A place with so many units, of a provider of the story. */
export async function makePlace(
  stage: Stage,
  name: string,
  totalUnits: number,
  provider = 'provider',
): Promise<string> {
  const answer = await stage.ledger.post('importer', '/v1/housing-imports', {
    rows: [
      {
        sourceRef: name,
        name,
        organizationRef: 'faults',
        organizationName: 'Faults',
        providerOrganizationId: organizationOf(provider),
        regionCode: region,
        capacityType: 'bed',
        needs,
        holdMinutes: 15,
        observedAt: new Date().toISOString(),
        totalUnits,
        occupiedUnits: 0,
        outOfServiceUnits: 0,
      },
    ],
  });
  const [result] = answer.body.results as { resourceId?: string }[];
  if (!result?.resourceId) throw new Error(`The place ${name} was not taken: ${JSON.stringify(answer)}`);
  return result.resourceId;
}

export async function subscribe(
  stage: Stage,
  party: string,
  receiver: { url: string; useSecret(secret: string): void },
  eventTypes: readonly string[] = ['*'],
): Promise<string> {
  const { body } = await stage.ledger.command({
    party,
    path: '/v1/subscriptions',
    body: { url: receiver.url, eventTypes, mode: 'exercise' },
    type: 'notifications.subscription-created.v1',
    insist: true,
  });
  receiver.useSecret(body.secret);
  const active = await stage.until(async () => {
    await stage.ledger.post(party, `/v1/subscriptions/${body.id}/verify`, {});
    await sleep(500);
    const [row] = await stage.rows<{ state: string }>(
      'notifications',
      'select state from subscription where id = $1',
      [body.id],
    );
    return row?.state === 'active';
  }, 20_000);
  if (!active) throw new Error(`The subscription of ${party} was not activated.`);
  return body.id as string;
}

export const filing = () => ({ kind: 'housing_gap', needs, regionCode: region, urgency: 'urgent' });

/** An NGO files; the id of the request, or undefined where nobody knows. */
export async function file(stage: Stage, insist = false): Promise<string | undefined> {
  const { outcome, body } = await stage.ledger.command({
    party: 'ngo',
    path: '/v1/liaison-requests',
    body: filing(),
    type: 'liaison.request-submitted.v1',
    insist,
  });
  return outcome === 'ok' ? (body.id as string) : undefined;
}

/** One step of an existing thing; false where it did not certainly happen, and the story ends there. */
export async function move(
  stage: Stage,
  party: string,
  path: string,
  type: string,
  subject: string,
  body: object = {},
  insist = false,
): Promise<boolean> {
  const { outcome } = await stage.ledger.command({ party, path, body, type, subject, insist });
  return outcome === 'ok';
}

export async function route(stage: Stage, request: string, insist = false): Promise<boolean> {
  const step = (name: string, type: string, body: object = {}) =>
    move(stage, 'officer', `/v1/liaison-requests/${request}/${name}`, type, request, body, insist);
  return (
    (await step('acknowledge', 'liaison.request-acknowledged.v1')) &&
    (await step('triage', 'liaison.request-triaged.v1', { priority: 'urgent', departments: ['PS'] })) &&
    (await step('route', 'liaison.request-routed.v1', {
      regionalHubOrganizationId: organizationOf('hub-coordinator'),
    }))
  );
}

/** The referral that a routed request became, in another service. */
export async function referralOf(stage: Stage, request: string): Promise<string | undefined> {
  let id: string | undefined;
  await stage.until(
    async () => {
      const rows = await stage.rows<{ id: string }>(
        'referrals',
        'select id from referral where request_id = $1',
        [request],
      );
      id = rows[0]?.id;
      return id !== undefined || stage.ending;
    },
    60_000,
    200,
  );
  return id;
}

export async function acceptReferral(stage: Stage, referral: string, insist = false): Promise<boolean> {
  const step = (name: string, type: string) =>
    move(stage, 'hub-coordinator', `/v1/referrals/${referral}/${name}`, type, referral, {}, insist);
  return (
    (await step('open', 'referrals.referral-received.v1')) &&
    (await step('accept', 'referrals.referral-accepted.v1')) &&
    (await step('schedule', 'referrals.referral-scheduled.v1'))
  );
}

/** From a referral to an offer of a place. */
export async function offered(
  stage: Stage,
  referral: string,
  place: string,
  insist = false,
): Promise<{ housing: string; offer: string } | undefined> {
  await stage.until(
    async () =>
      (
        await stage.rows(
          'housing',
          `select 1 from referral where id = $1 and state in ('accepted', 'scheduled', 'in_service')`,
          [referral],
        )
      ).length > 0 || stage.ending,
    60_000,
    200,
  );
  const asked = await stage.ledger.command({
    party: 'hub-coordinator',
    path: '/v1/housing-requests',
    body: { referralId: referral, regionCode: region, needs },
    type: 'housing.request-opened.v1',
    insist,
  });
  if (asked.outcome !== 'ok') return undefined;
  const made = await stage.ledger.command({
    party: 'provider',
    path: `/v1/housing-requests/${asked.body.id}/offers`,
    body: { resourceId: place },
    type: 'housing.offer-made.v1',
    insist,
  });
  return made.outcome === 'ok' ? { housing: asked.body.id, offer: made.body.id } : undefined;
}

export async function hold(stage: Stage, housing: string, offer: string, insist = false) {
  return stage.ledger.command({
    party: 'hub-coordinator',
    path: `/v1/housing-requests/${housing}/holds`,
    body: { offerId: offer },
    type: 'housing.hold-placed.v1',
    insist,
  });
}

/** One case after the other, from the filing to the bed, until the stage ends. Many of them work at once. */
export async function caseworker(stage: Stage, place: string, pauseMilliseconds: number): Promise<void> {
  while (!stage.ending) {
    try {
      await oneCase(stage, place);
    } catch (error) {
      if (!stage.ending) stage.print(`A caseworker stopped a case: ${String(error)}`);
    }
    await sleep(pauseMilliseconds * (0.5 + stage.random()));
  }
}

async function oneCase(stage: Stage, place: string): Promise<void> {
  const request = await file(stage);
  if (!request || !(await route(stage, request))) return;
  const referral = await referralOf(stage, request);
  if (!referral || !(await acceptReferral(stage, referral))) return;
  const found = await offered(stage, referral, place);
  if (found) {
    const held = await hold(stage, found.housing, found.offer);
    if (held.outcome === 'unknown') return;
    if (held.outcome === 'ok') {
      const id = held.body.id as string;
      const { type, party, path } =
        stage.random() < 0.5
          ? { party: 'provider', path: 'confirm', type: 'housing.hold-confirmed.v1' }
          : { party: 'hub-coordinator', path: 'release', type: 'housing.hold-released.v1' };
      const done = await move(
        stage,
        party,
        `/v1/holds/${id}/${path}`,
        type,
        id,
        path === 'release' ? { reasonCode: 'person_declined' } : {},
      );
      if (!done) return;
      if (path === 'confirm')
        await move(stage, 'hub-coordinator', `/v1/holds/${id}/release`, 'housing.hold-released.v1', id, {
          reasonCode: 'person_declined',
        });
    }
  }
  await move(stage, 'ngo', `/v1/referrals/${referral}/cancel`, 'referrals.referral-cancelled.v1', referral, {
    reasonCode: 'other_service_found',
  });
}
