import {
  AvailabilityChanged,
  CapacityReported,
  HoldArrived,
  HoldConfirmed,
  HoldExpired,
  HoldExtended,
  HoldNoShow,
  HoldPlaced,
  HoldReleased,
  HoldWithdrawn,
  HousingRequestAnswersWanted,
  HousingRequestCancelled,
  HousingRequestHeld,
  HousingRequestOpened,
  HousingRequestPlaced,
  HousingRequestReopened,
  HousingRequestSearchStopped,
  HousingRequestUnmet,
  HousingRequestWidened,
  OfferChosen,
  OfferEnded,
  OfferMade,
  OfferRefused,
  ResourceOvercommitted,
  ResourceRegistered,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { exhaustive } from '#libs/kernel';
import type { HoldEvent } from './domain/hold.js';
import type { HousingRequest, HousingRequestEvent } from './domain/housing-request.js';
import type { OfferEvent } from './domain/offer.js';
import type { Availability } from './domain/public-availability.js';
import type { Resource, ResourceEvent } from './domain/resource.js';

interface Published {
  readonly contract: Contract;
  readonly data: object;
  readonly parties?: readonly string[];
}

/** The data must fit its contract when compiled, and again when it is written. */
function as<C extends Contract>(contract: C, data: DataOf<C>): Published {
  return { contract, data };
}

/** Codes and figures: no address, no name (R16). A new description alone is nobody else's business. */
export function publishResourceEvent(after: Resource, event: ResourceEvent): Published | null {
  const { providerOrganizationId } = after;
  switch (event.type) {
    case 'ResourceRegistered': {
      const { regionCode, capacityType, needs, holdMode } = event;
      return as(ResourceRegistered, {
        providerOrganizationId,
        regionCode,
        capacityType,
        needs: [...needs],
        holdMode,
      });
    }
    case 'ResourceDescribed':
      return null;
    case 'CapacityReported': {
      const { totalUnits, occupiedUnits, outOfServiceUnits, availableUnits, overcommitted, observedAt } =
        event.figures;
      return as(CapacityReported, {
        providerOrganizationId,
        totalUnits,
        occupiedUnits,
        outOfServiceUnits,
        availableUnits,
        overcommitted,
        observedAt: observedAt.toISOString(),
      });
    }
    case 'ResourceOvercommitted': {
      const { totalUnits, occupiedUnits, outOfServiceUnits, observedAt } = event.figures;
      const data = {
        providerOrganizationId,
        totalUnits,
        occupiedUnits,
        outOfServiceUnits,
        observedAt: observedAt.toISOString(),
      };
      return { ...as(ResourceOvercommitted, data), parties: [providerOrganizationId, ...event.promisedTo] };
    }
    default:
      return exhaustive(event);
  }
}

/** What providers answered stays between them and those who ask: who hears of it, and of what came of it, is narrowed (R42). */
export function publishRequestEvent(after: HousingRequest, event: HousingRequestEvent): Published[] {
  const { referralId, regionCode, requesterOrganizationId, senderOrganizationId } = after;
  const toThoseWhoAsk = { parties: [requesterOrganizationId, senderOrganizationId] };
  const toProviders = (wanted: boolean, parties: readonly string[]) =>
    parties.length > 0 ? [{ ...as(HousingRequestAnswersWanted, { wanted }), parties }] : [];
  const refused = new Set(after.refusals.map(({ providerOrganizationId }) => providerOrganizationId));
  const mayAnswer = after.searchStopped ? [] : after.asked.filter((provider) => !refused.has(provider));
  switch (event.type) {
    case 'HousingRequestOpened':
      return [
        as(HousingRequestOpened, {
          referralId,
          requesterOrganizationId,
          regionCode,
          needs: [...event.needs],
          ring: event.ring,
          offersDueAt: event.offersDueAt.toISOString(),
        }),
      ];
    case 'HousingRequestWidened':
      return [
        as(HousingRequestWidened, {
          referralId,
          ring: event.ring,
          offersDueAt: event.offersDueAt.toISOString(),
        }),
      ];
    case 'HousingRequestHeld':
      return [{ ...as(HousingRequestHeld, { referralId, holdId: event.holdId }), ...toThoseWhoAsk }];
    case 'HousingRequestReopened': {
      const data = { referralId, state: event.state, reasonCode: event.reasonCode };
      return [{ ...as(HousingRequestReopened, data), ...toThoseWhoAsk }, ...toProviders(true, mayAnswer)];
    }
    case 'HousingRequestSearchStopped':
      return [{ ...as(HousingRequestSearchStopped, { referralId, holdId: after.holdId }), ...toThoseWhoAsk }];
    case 'HousingRequestPlaced':
      return [
        { ...as(HousingRequestPlaced, { referralId, holdId: event.holdId }), ...toThoseWhoAsk },
        ...toProviders(false, after.asked),
      ];
    case 'HousingRequestUnmet': {
      const data = {
        referralId,
        regionCode,
        needs: [...after.needs],
        reasonCodes: [...event.reasonCodes],
      };
      return [{ ...as(HousingRequestUnmet, data), ...toThoseWhoAsk }, ...toProviders(false, after.asked)];
    }
    case 'HousingRequestCancelled':
      return [
        { ...as(HousingRequestCancelled, { referralId, reasonCode: event.reasonCode }), ...toThoseWhoAsk },
        ...toProviders(false, after.asked),
      ];
    case 'HousingRequestOffered':
    case 'HousingRequestOfferGone':
    case 'HousingRequestDeclinedByProvider':
      return [];
    default:
      return exhaustive(event);
  }
}

export function publishOfferEvent(event: OfferEvent): Published {
  const { housingRequestId, providerOrganizationId } = event;
  switch (event.type) {
    case 'OfferMade':
      return as(OfferMade, {
        housingRequestId,
        providerOrganizationId,
        resourceId: event.resourceId,
        validUntil: event.validUntil.toISOString(),
      });
    case 'OfferRefused':
      return as(OfferRefused, { housingRequestId, providerOrganizationId, reasonCode: event.reasonCode });
    case 'OfferChosen':
      return as(OfferChosen, { housingRequestId, providerOrganizationId, resourceId: event.resourceId });
    case 'OfferEnded':
      return as(OfferEnded, { housingRequestId, providerOrganizationId, state: event.state });
    default:
      return exhaustive(event);
  }
}

export function publishHoldEvent(event: HoldEvent): Published {
  const { housingRequestId, referralId, resourceId } = event;
  const place = { housingRequestId, referralId, resourceId };
  switch (event.type) {
    case 'HoldPlaced':
      return as(HoldPlaced, {
        ...place,
        providerOrganizationId: event.providerOrganizationId,
        requesterOrganizationId: event.requesterOrganizationId,
        expiresAt: event.expiresAt.toISOString(),
      });
    case 'HoldExtended':
      return as(HoldExtended, { housingRequestId, referralId, expiresAt: event.expiresAt.toISOString() });
    case 'HoldConfirmed':
      return as(HoldConfirmed, {
        housingRequestId,
        referralId,
        arrivalExpectedBy: event.arrivalExpectedBy.toISOString(),
      });
    case 'HoldArrived':
      return as(HoldArrived, { ...place, occurredAt: event.at.toISOString() });
    case 'HoldExpired':
      return as(HoldExpired, { ...place, occurredAt: event.at.toISOString() });
    case 'HoldNoShow':
      return as(HoldNoShow, { ...place, occurredAt: event.at.toISOString() });
    case 'HoldReleased':
      return as(HoldReleased, { ...place, reasonCode: event.reasonCode });
    case 'HoldWithdrawn':
      return as(HoldWithdrawn, { ...place, reasonCode: event.reasonCode });
    default:
      return exhaustive(event);
  }
}

export function publishAvailability({ regionCode, needs, band }: Availability): Published {
  return as(AvailabilityChanged, { regionCode, needs: [...needs], band });
}
