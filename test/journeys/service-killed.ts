import { expect } from '@jest/globals';
import type { LocalHub } from '../../infra/local/local-hub.js';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import {
  acceptReferral,
  filing,
  makeOffer,
  needs,
  openHousing,
  toronto,
  type Availability,
} from '../../infra/local/demonstration/story.js';
import { idOf } from '../../infra/local/parties.js';

/** kill -9 of a service, three times in one story: it ends as it would have, and nothing happened twice. */
export async function serviceKilled(stage: Stage, hub: LocalHub): Promise<void> {
  const { party, watch } = stage;
  const [officer, coordinator, provider] = [party('officer'), party('hub-coordinator'), party('provider')];
  const { body: filed } = await party('ngo').post('/v1/liaison-requests', filing('housing_gap'), {
    expect: 201,
  });
  const request = filed.id as string;
  await officer.post(`/v1/liaison-requests/${request}/acknowledge`, {});
  await officer.post(`/v1/liaison-requests/${request}/triage`, { priority: 'urgent', departments: [] });
  // The routing is committed and answered; its relay and its consumer die before or after the event went its way.
  await officer.post(`/v1/liaison-requests/${request}/route`, {
    regionalHubOrganizationId: idOf('hub-coordinator'),
  });
  await Promise.all([hub.kill('liaison'), hub.kill('referrals')]);

  const referral = await acceptReferral(stage, request, '');
  const { body: found } = await coordinator.get<{ items: Availability[] }>(
    `/v1/housing-availability?needs=${needs.join(',')}&region=${toronto}&limit=100`,
  );
  const bed = found.items.find(
    (one) => one.providerOrganizationId === idOf('provider') && one.availableUnits > 0 && !one.stale,
  )!;
  const housing = await openHousing(stage, referral, '');
  const offer = await makeOffer(stage, 'provider', housing, bed, '');
  const { body: hold } = await coordinator.post(`/v1/housing-requests/${housing}/holds`, { offerId: offer });
  await provider.post(`/v1/holds/${hold.id}/confirm`, {});
  await provider.post(`/v1/holds/${hold.id}/arrive`, {});
  await hub.kill('housing');
  await watch.first(
    'referrals.referral-service-started.v1',
    (event) => event.type === 'referrals.referral-service-started.v1' && event.subject === referral,
  );
  await coordinator.post(`/v1/referrals/${referral}/complete`, { outcome: 'served' });
  await watch.first(
    'referrals.referral-completed.v1',
    (event) => event.type === 'referrals.referral-completed.v1' && event.subject === referral,
  );

  // Each aggregate's events are numbered 1, 2, 3 ...; the relay may repeat one, but never makes a second of it.
  const bySubject = new Map<string, Map<number, string>>();
  for (const event of watch.of(request)) {
    const numbered = bySubject.get(event.subject) ?? new Map<number, string>();
    expect(numbered.get(event.sequence) ?? event.type).toBe(event.type);
    bySubject.set(event.subject, numbered.set(event.sequence, event.type));
  }
  for (const numbered of bySubject.values())
    expect([...numbered.keys()].sort((a, b) => a - b)).toEqual(
      Array.from(numbered.keys(), (_, index) => index + 1),
    );
  const sent = [...bySubject.values()].filter((numbered) => numbered.get(1) === 'referrals.referral-sent.v1');
  expect(sent).toHaveLength(1);
  const { body: afterwards } = await coordinator.get<{ items: Availability[] }>(
    `/v1/housing-availability?needs=${needs.join(',')}&region=${toronto}&limit=100`,
  );
  const same = afterwards.items.find((one) => one.resourceId === bed.resourceId);
  expect(same?.availableUnits ?? 0).toBe(bed.availableUnits - 1);
}
