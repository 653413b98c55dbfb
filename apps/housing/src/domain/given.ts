import { evolveHold, type Hold, type HoldEvent } from './hold.js';
import { evolveRequest, type HousingRequest, type HousingRequestEvent } from './housing-request.js';
import { evolveOffer, type Offer, type OfferEvent } from './offer.js';
import type { Figures, Resource } from './resource.js';

/** What the specs of this folder begin with: one hub, two providers, one evening. */
export const hub = '00000000-0000-7000-8000-0000000000a1';
export const ngo = '00000000-0000-7000-8000-0000000000a9';
export const provider = '00000000-0000-7000-8000-0000000000b1';
export const otherProvider = '00000000-0000-7000-8000-0000000000b2';
export const requestId = '00000000-0000-7000-8000-0000000000c1';
export const referralId = '00000000-0000-7000-8000-0000000000d1';
export const offerId = '00000000-0000-7000-8000-0000000000e1';
export const holdId = '00000000-0000-7000-8000-0000000000f1';
export const resourceId = '00000000-0000-7000-8000-000000000101';

const eveningMilliseconds = Date.UTC(2026, 0, 15, 20, 0);
/** So many minutes after 20:00. */
export const at = (minutes: number) => new Date(eveningMilliseconds + minutes * 60_000);

export const bed: Resource = {
  providerOrganizationId: provider,
  sourceRef: '16192',
  regionCode: 'M5V',
  regionPath: ['M5V', 'CA-ON', 'CA'],
  capacityType: 'bed',
  needs: ['emergency_bed', 'women_only'],
  holdMode: 'on_confirmation',
  holdMinutes: 90,
  roomCapacityPersons: null,
  addressVisibility: 'public',
  freshnessMinutes: 1_560,
};

export const oneFree: Figures = {
  totalUnits: 10,
  occupiedUnits: 9,
  outOfServiceUnits: 0,
  heldUnits: 0,
  arrivedSinceUnits: 0,
  availableUnits: 1,
  overcommitted: false,
  stale: false,
  ageMinutes: 30,
  observedAt: at(-30),
};

export const opened: HousingRequestEvent = {
  type: 'HousingRequestOpened',
  id: requestId,
  referralId,
  senderOrganizationId: ngo,
  requesterOrganizationId: hub,
  regionCode: 'M5V',
  needs: ['emergency_bed'],
  householdSize: 1,
  arrivalExpectedAt: null,
  ring: 'region',
  providers: [provider, otherProvider],
  offersDueAt: at(30),
};
export const offered: HousingRequestEvent = {
  type: 'HousingRequestOffered',
  offerId,
  providerOrganizationId: provider,
  validUntil: at(60),
};
export const held: HousingRequestEvent = { type: 'HousingRequestHeld', holdId, offerId };

export const offerMade: OfferEvent = {
  type: 'OfferMade',
  id: offerId,
  housingRequestId: requestId,
  requesterOrganizationId: hub,
  providerOrganizationId: provider,
  resourceId,
  willBeBackup: false,
  madeAt: at(0),
  validUntil: at(60),
};

const facts = { housingRequestId: requestId, referralId, resourceId };
export const holdPlaced: HoldEvent = {
  type: 'HoldPlaced',
  ...facts,
  id: holdId,
  offerId,
  providerOrganizationId: provider,
  requesterOrganizationId: hub,
  senderOrganizationId: ngo,
  holdMinutes: 90,
  placedAt: at(0),
  expiresAt: at(90),
};
export const holdConfirmed: HoldEvent = { type: 'HoldConfirmed', ...facts, arrivalExpectedBy: at(100) };
export const holdExpired: HoldEvent = { type: 'HoldExpired', ...facts, at: at(90) };

export const givenRequest = (...events: HousingRequestEvent[]) =>
  events.reduce<HousingRequest | null>(evolveRequest, null)!;
export const givenOffer = (...events: OfferEvent[]) => events.reduce<Offer | null>(evolveOffer, null)!;
export const givenHold = (...events: HoldEvent[]) => events.reduce<Hold | null>(evolveHold, null)!;
