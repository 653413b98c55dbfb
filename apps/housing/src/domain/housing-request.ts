import { exhaustive } from '#libs/kernel';
import type { Need, RingName } from './matching.js';

/** 3.3a; `widened` is the event between two rings: the request is `open` again at once. */
export type RequestStatus = 'open' | 'offered' | 'holding' | 'placed' | 'unmet' | 'cancelled';

export interface StandingOffer {
  readonly offerId: string;
  readonly validUntil: string;
}

export interface ProviderRefusal {
  readonly providerOrganizationId: string;
  readonly reasonCode: string;
}

/** A need sent to many providers (broadcast): codes only (R42). */
export interface HousingRequest extends Need {
  readonly id: string;
  readonly referralId: string;
  /** Where the referral comes from: it hears of the search, and is told nothing that providers answered. */
  readonly senderOrganizationId: string;
  readonly requesterOrganizationId: string;
  readonly arrivalExpectedAt: Date | null;
  readonly status: RequestStatus;
  readonly ring: RingName;
  readonly offersDueAt: Date;
  /** Organizations of the providers that were asked so far. */
  readonly asked: readonly string[];
  readonly refusals: readonly ProviderRefusal[];
  /** Offers to choose from; the chosen one is not among them. */
  readonly standingOffers: readonly StandingOffer[];
  /** The latest hold. */
  readonly holdId: string | null;
  /** The person’s consent has ended: nobody else is asked, and what is held stays held (R11). */
  readonly searchStopped: boolean;
  readonly endReasonCodes: readonly string[];
}

export type HousingRequestEvent =
  | ({
      readonly type: 'HousingRequestOpened';
      readonly id: string;
      readonly referralId: string;
      readonly senderOrganizationId: string;
      readonly requesterOrganizationId: string;
      readonly arrivalExpectedAt: Date | null;
      readonly ring: RingName;
      readonly providers: readonly string[];
      readonly offersDueAt: Date;
    } & Need)
  | {
      readonly type: 'HousingRequestWidened';
      readonly ring: RingName;
      readonly providers: readonly string[];
      readonly offersDueAt: Date;
    }
  | { readonly type: 'HousingRequestUnmet'; readonly reasonCodes: readonly string[] }
  | {
      readonly type: 'HousingRequestOffered';
      readonly offerId: string;
      readonly providerOrganizationId: string;
      readonly validUntil: Date;
    }
  | { readonly type: 'HousingRequestOfferGone'; readonly offerId: string; readonly offersDueAt: Date }
  | ({ readonly type: 'HousingRequestDeclinedByProvider'; readonly offersDueAt: Date } & ProviderRefusal)
  | { readonly type: 'HousingRequestHeld'; readonly holdId: string; readonly offerId: string }
  | {
      readonly type: 'HousingRequestReopened';
      readonly state: 'offered' | 'open';
      readonly reasonCode: string;
      readonly offersDueAt: Date;
      /** The provider that took its unit back is not asked again. */
      readonly notAble: ProviderRefusal | null;
    }
  | { readonly type: 'HousingRequestSearchStopped' }
  | { readonly type: 'HousingRequestPlaced'; readonly holdId: string }
  | { readonly type: 'HousingRequestCancelled'; readonly reasonCode: string };

export function evolveRequest(state: HousingRequest | null, event: HousingRequestEvent): HousingRequest {
  if (event.type === 'HousingRequestOpened') {
    const { type: _, providers, ...opened } = event;
    return {
      ...opened,
      status: 'open',
      asked: providers,
      refusals: [],
      standingOffers: [],
      holdId: null,
      searchStopped: false,
      endReasonCodes: [],
    };
  }
  const request = state!;
  switch (event.type) {
    case 'HousingRequestWidened':
      return {
        ...request,
        status: 'open',
        ring: event.ring,
        asked: [...new Set([...request.asked, ...event.providers])],
        offersDueAt: event.offersDueAt,
      };
    case 'HousingRequestUnmet':
      return { ...request, status: 'unmet', endReasonCodes: event.reasonCodes };
    case 'HousingRequestOffered':
      return {
        ...request,
        // R41: a backup stands by beside what is held.
        status: request.status === 'holding' ? 'holding' : 'offered',
        // Who said no before, and offers now, is one of those who may again.
        refusals: request.refusals.filter(
          (one) => one.providerOrganizationId !== event.providerOrganizationId,
        ),
        standingOffers: [
          ...request.standingOffers,
          { offerId: event.offerId, validUntil: event.validUntil.toISOString() },
        ],
      };
    case 'HousingRequestOfferGone': {
      const standingOffers = without(request.standingOffers, event.offerId);
      const isOpen = request.status === 'offered' && standingOffers.length === 0;
      return isOpen
        ? { ...request, standingOffers, status: 'open', offersDueAt: event.offersDueAt }
        : { ...request, standingOffers };
    }
    case 'HousingRequestDeclinedByProvider':
      return {
        ...request,
        offersDueAt: event.offersDueAt,
        refusals: withRefusal(request.refusals, event),
      };
    case 'HousingRequestHeld':
      return {
        ...request,
        status: 'holding',
        holdId: event.holdId,
        standingOffers: without(request.standingOffers, event.offerId),
      };
    case 'HousingRequestReopened':
      return {
        ...request,
        status: event.state,
        offersDueAt: event.offersDueAt,
        refusals: event.notAble ? withRefusal(request.refusals, event.notAble) : request.refusals,
      };
    case 'HousingRequestSearchStopped':
      return { ...request, searchStopped: true };
    case 'HousingRequestPlaced':
      return { ...request, status: 'placed', holdId: event.holdId };
    case 'HousingRequestCancelled':
      return { ...request, status: 'cancelled', endReasonCodes: [event.reasonCode] };
    default:
      return exhaustive(event);
  }
}

export function hasEnded({ status }: Pick<HousingRequest, 'status'>): boolean {
  return status === 'placed' || status === 'unmet' || status === 'cancelled';
}

function without(offers: readonly StandingOffer[], offerId: string): StandingOffer[] {
  return offers.filter((offer) => offer.offerId !== offerId);
}

function withRefusal(
  refusals: readonly ProviderRefusal[],
  { providerOrganizationId, reasonCode }: ProviderRefusal,
): ProviderRefusal[] {
  const others = refusals.filter((one) => one.providerOrganizationId !== providerOrganizationId);
  return [...others, { providerOrganizationId, reasonCode }];
}
