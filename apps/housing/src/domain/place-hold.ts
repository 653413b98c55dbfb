import { Refusal } from '#libs/kernel';
import type { HoldEvent } from './hold.js';
import { hasEnded, type HousingRequest } from './housing-request.js';
import { later, minutesAfter } from './limits.js';
import { missingFor } from './matching.js';
import { offerStatusAt, type Offer } from './offer.js';
import {
  notTheRequester,
  nothingAvailable,
  offerNotFound,
  offerNotStanding,
  overcommitted,
  phoneOnly,
  requestEnded,
  requestHolding,
  resourceDoesNotFit,
} from './refusals.js';
import type { Figures, Resource } from './resource.js';

/** Everything that decides about a hold, read under the locks. */
export interface Placing {
  readonly holdId: string;
  readonly byOrganizationId: string;
  readonly request: HousingRequest;
  readonly offer: Offer;
  readonly resource: Resource;
  /** As they are while the resource is locked; null: nobody ever reported any. */
  readonly figures: Figures | null;
  readonly now: Date;
}

type Policy = (placing: Placing) => void;

const onlyTheRequesterHolds: Policy = ({ request, byOrganizationId }) => {
  if (request.requesterOrganizationId !== byOrganizationId) throw new Refusal(notTheRequester);
};

/** R41 */
const oneLiveHoldForARequest: Policy = ({ request }) => {
  if (request.status === 'holding') throw new Refusal(requestHolding);
  if (hasEnded(request)) throw new Refusal(requestEnded, { facts: { state: request.status } });
};

const theOfferStands: Policy = ({ request, offer, now }) => {
  if (offer.housingRequestId !== request.id || offer.resourceId === null) throw new Refusal(offerNotFound);
  const state = offerStatusAt(offer, now);
  if (state !== 'offered') throw new Refusal(offerNotStanding, { pointer: '/offerId', facts: { state } });
};

/** R40 */
const phoneOnlyIsNotHeldHere: Policy = ({ resource }) => {
  if (resource.holdMode === 'phone_only') throw new Refusal(phoneOnly);
};

/** R43 */
const theResourceFits: Policy = ({ request, resource }) => {
  const missing = missingFor(request, resource);
  if (missing.length > 0) throw new Refusal(resourceDoesNotFit, { facts: { missing } });
};

/** R38 */
const noHoldOnOvercommitted: Policy = ({ figures }) => {
  if (figures?.overcommitted) throw new Refusal(overcommitted);
};

/** R39 */
const holdsNeverExceedCapacity: Policy = ({ figures }) => {
  if (!figures || figures.availableUnits < 1) throw new Refusal(nothingAvailable);
};

const policies: readonly Policy[] = [
  onlyTheRequesterHolds,
  oneLiveHoldForARequest,
  theOfferStands,
  phoneOnlyIsNotHeldHere,
  theResourceFits,
  noHoldOnOvercommitted,
  holdsNeverExceedCapacity,
];

/**
 * Holds one unit, from the stated arrival on (R40). Where the provider lets the hub hold at once, the hold is confirmed with
 * it, unless the figures are stale (R38): then a person at the place is asked.
 * @throws Refusal by the first of the policies that says no
 */
export function placeHold(placing: Placing): HoldEvent[] {
  for (const policy of policies) policy(placing);
  const { holdId, request, offer, resource, figures, now } = placing;
  const { holdMinutes } = resource;
  const facts = {
    housingRequestId: request.id,
    referralId: request.referralId,
    resourceId: offer.resourceId!,
  };
  const expiresAt = minutesAfter(later(request.arrivalExpectedAt ?? now, now), holdMinutes);
  const placed: HoldEvent = {
    type: 'HoldPlaced',
    ...facts,
    id: holdId,
    offerId: offer.id,
    providerOrganizationId: offer.providerOrganizationId,
    requesterOrganizationId: request.requesterOrganizationId,
    senderOrganizationId: request.senderOrganizationId,
    holdMinutes,
    placedAt: now,
    expiresAt,
  };
  const isInstant = resource.holdMode === 'instant' && figures?.stale === false;
  return isInstant ? [placed, { type: 'HoldConfirmed', ...facts, arrivalExpectedBy: expiresAt }] : [placed];
}
