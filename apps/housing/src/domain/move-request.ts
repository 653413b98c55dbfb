import { Refusal } from '#libs/kernel';
import { isAnyoneLeft, offersDueAgain } from './ask-providers.js';
import {
  hasEnded,
  type HousingRequest,
  type HousingRequestEvent,
  type ProviderRefusal,
} from './housing-request.js';
import { requestEnded, requestNotOpen, notTheRequester } from './refusals.js';

/** A provider's no, with its code: it is not waited for any longer, and what it offered cannot be chosen any more. */
export function noteRefusal(
  request: HousingRequest,
  { takenBack, ...refusal }: ProviderRefusal & { readonly takenBack: readonly string[] },
  now: Date,
): HousingRequestEvent[] {
  if (hasEnded(request)) throw new Refusal(requestNotOpen, { facts: { state: request.status } });
  const refusals = [...request.refusals, refusal];
  const offersDueAt = isAnyoneLeft({ ...request, refusals }) ? request.offersDueAt : now;
  return [
    ...takenBack.flatMap((offerId) => loseOffer(request, offerId, now)),
    { type: 'HousingRequestDeclinedByProvider', ...refusal, offersDueAt },
  ];
}

/** An offer lapsed: where it was the last one, providers are asked again. */
export function loseOffer(request: HousingRequest, offerId: string, now: Date): HousingRequestEvent[] {
  if (hasEnded(request)) return [];
  const offersDueAt = request.offersDueAt > now ? request.offersDueAt : now;
  return [{ type: 'HousingRequestOfferGone', offerId, offersDueAt }];
}

/** All holds dead: back to the offers that stand, else to the providers. */
export function reopen(
  request: HousingRequest,
  ended: { readonly holdId: string; readonly reasonCode: string; readonly notAble?: ProviderRefusal },
  now: Date,
): HousingRequestEvent[] {
  if (request.status !== 'holding' || request.holdId !== ended.holdId) return [];
  const notAble = ended.notAble ?? null;
  const refusals = notAble ? [...request.refusals, notAble] : request.refusals;
  const stands = request.standingOffers.some((offer) => new Date(offer.validUntil) > now);
  return [
    {
      type: 'HousingRequestReopened',
      state: stands ? 'offered' : 'open',
      reasonCode: ended.reasonCode,
      offersDueAt: offersDueAgain({ ...request, refusals }, now),
      notAble,
    },
  ];
}

/** The person arrived on one of the request's holds; a request that has ended stays as it is. */
export function place(request: HousingRequest, holdId: string): HousingRequestEvent[] {
  return hasEnded(request) ? [] : [{ type: 'HousingRequestPlaced', holdId }];
}

/** S: the requester calls it off. */
export function cancel(
  request: HousingRequest,
  by: { readonly organizationId: string; readonly reasonCode: string },
): HousingRequestEvent[] {
  if (request.requesterOrganizationId !== by.organizationId) throw new Refusal(notTheRequester);
  if (hasEnded(request)) throw new Refusal(requestEnded, { facts: { state: request.status } });
  return [{ type: 'HousingRequestCancelled', reasonCode: by.reasonCode }];
}

/**
 * R11: the person’s consent has ended. Nobody else is asked; who asks keeps what is held, or releases it: a bed is never lost
 * by it (R7).
 */
export function stopSearch(request: HousingRequest): HousingRequestEvent[] {
  return hasEnded(request) || request.searchStopped ? [] : [{ type: 'HousingRequestSearchStopped' }];
}

/** The referral is over: so is the search that it was for. */
export function callOff(request: HousingRequest, reasonCode: string): HousingRequestEvent[] {
  return hasEnded(request) ? [] : [{ type: 'HousingRequestCancelled', reasonCode }];
}
