import { expect } from '@jest/globals';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import {
  makeOffer,
  needs,
  openHousing,
  toronto,
  type Availability,
} from '../../infra/local/demonstration/story.js';
import { idOf } from '../../infra/local/parties.js';
import { acceptedRequest } from './stage.js';

/** A confirmed bed is taken back: the request is open at once, and the next bed is found. */
export async function providerWithdraws(stage: Stage): Promise<void> {
  const { party, watch } = stage;
  const coordinator = party('hub-coordinator');
  const { referral } = await acceptedRequest(stage, needs);
  const { body: found } = await coordinator.get<{ items: Availability[] }>(
    `/v1/housing-availability?needs=${needs.join(',')}&region=${toronto}&limit=100`,
  );
  const bedOf = (provider: string) =>
    found.items.find(
      (bed) => bed.providerOrganizationId === idOf(provider) && bed.availableUnits > 0 && !bed.stale,
    )!;
  const housing = await openHousing(stage, referral, '');
  const first = await makeOffer(stage, 'provider', housing, bedOf('provider'), '');
  const second = await makeOffer(stage, 'provider-2', housing, bedOf('provider-2'), '');

  const { body: hold } = await coordinator.post(`/v1/housing-requests/${housing}/holds`, { offerId: first });
  await party('provider').post(`/v1/holds/${hold.id}/confirm`, {});
  await party('provider').post(`/v1/holds/${hold.id}/withdraw`, { reasonCode: 'unit_unusable' });
  const reopened = await watch.first(
    'housing.request-reopened.v1',
    (event) => event.type === 'housing.request-reopened.v1' && event.subject === housing,
  );
  expect(reopened.data['state']).toBe('offered');

  const { body: next } = await coordinator.post(`/v1/housing-requests/${housing}/holds`, { offerId: second });
  await party('provider-2').post(`/v1/holds/${next.id}/confirm`, {});
  await party('provider-2').post(`/v1/holds/${next.id}/arrive`, {});
  await watch.first(
    'referrals.referral-service-started.v1',
    (event) => event.type === 'referrals.referral-service-started.v1' && event.subject === referral,
  );
  const { body: after } = await coordinator.get(`/v1/housing-requests/${housing}`);
  expect(after).toMatchObject({ state: 'placed', holdId: next.id });
  expect((await coordinator.get(`/v1/holds/${hold.id}`)).body.state).toBe('withdrawn_by_provider');
}
