import { exhaustive, Refusal } from '#libs/kernel';
import { hasEnded, type HousingRequest } from './housing-request.js';
import { limits, minutesAfter } from './limits.js';
import { hasRoom, missingFor } from './matching.js';
import {
  alreadyOffered,
  requestHolding,
  requestNotOpen,
  resourceDoesNotFit,
  resourceFull,
} from './refusals.js';
import type { Figures, Resource } from './resource.js';

export type OfferStatus =
  'offered' | 'chosen' | 'passed_over' | 'lapsed' | 'withdrawn_by_provider' | 'refused';

/** One provider's answer to a request: a unit of one resource, or no with a code. */
export interface Offer {
  readonly id: string;
  readonly housingRequestId: string;
  readonly requesterOrganizationId: string;
  readonly providerOrganizationId: string;
  readonly resourceId: string | null;
  readonly status: OfferStatus;
  readonly reasonCode: string | null;
  /** Stands by if the hold on another offer comes to nothing (R41). */
  readonly willBeBackup: boolean;
  readonly madeAt: Date;
  readonly validUntil: Date | null;
}

type Made = Pick<
  Offer,
  'id' | 'housingRequestId' | 'requesterOrganizationId' | 'providerOrganizationId' | 'madeAt'
>;

export type OfferEvent =
  | ({
      readonly type: 'OfferMade';
      readonly resourceId: string;
      readonly willBeBackup: boolean;
      readonly validUntil: Date;
    } & Made)
  | ({ readonly type: 'OfferRefused'; readonly reasonCode: string } & Made)
  | ({ readonly type: 'OfferChosen' } & Pick<Offer, 'housingRequestId' | 'providerOrganizationId'> & {
        readonly resourceId: string;
      })
  | ({
      readonly type: 'OfferEnded';
      readonly state: 'passed_over' | 'lapsed' | 'withdrawn_by_provider';
    } & Pick<Offer, 'housingRequestId' | 'providerOrganizationId'>);

export function evolveOffer(state: Offer | null, event: OfferEvent): Offer {
  switch (event.type) {
    case 'OfferMade': {
      const { type: _, ...made } = event;
      return { ...made, status: 'offered', reasonCode: null };
    }
    case 'OfferRefused': {
      const { type: _, ...made } = event;
      return { ...made, status: 'refused', resourceId: null, willBeBackup: false, validUntil: null };
    }
    case 'OfferChosen':
      return { ...state!, status: 'chosen' };
    case 'OfferEnded':
      return { ...state!, status: event.state };
    default:
      return exhaustive(event);
  }
}

/** Expiry is judged at read: an offer past its time has lapsed, whether or not a timer ran. */
export function offerStatusAt(offer: Pick<Offer, 'status' | 'validUntil'>, now: Date): OfferStatus {
  return offer.status === 'offered' && offer.validUntil !== null && offer.validUntil <= now
    ? 'lapsed'
    : offer.status;
}

export interface MakeOffer {
  readonly id: string;
  readonly providerOrganizationId: string;
  readonly resourceId: string;
  readonly willBeBackup: boolean;
  /** The provider's own offers for this request so far. */
  readonly own: readonly Offer[];
  readonly now: Date;
}

/** A provider offers a unit that meets the need and is there, by its last figures. A person says so: stale figures do not stop it. */
export function makeOffer(
  request: HousingRequest,
  resource: Resource,
  figures: Figures | null,
  { own, now, ...offer }: MakeOffer,
): OfferEvent[] {
  if (request.status === 'holding' && !offer.willBeBackup) throw new Refusal(requestHolding);
  if (hasEnded(request)) throw new Refusal(requestNotOpen, { facts: { state: request.status } });
  if (own.some((one) => offerStatusAt(one, now) === 'offered')) throw new Refusal(alreadyOffered);
  const missing = missingFor(request, resource);
  if (missing.length > 0)
    throw new Refusal(resourceDoesNotFit, { pointer: '/resourceId', facts: { missing } });
  if (!figures || !hasRoom(figures)) throw new Refusal(resourceFull, { pointer: '/resourceId' });
  const validMinutes = offer.willBeBackup ? limits.backupValidMinutes : limits.offerValidMinutes;
  return [
    {
      type: 'OfferMade',
      ...offer,
      housingRequestId: request.id,
      requesterOrganizationId: request.requesterOrganizationId,
      madeAt: now,
      validUntil: minutesAfter(now, validMinutes),
    },
  ];
}

/** The timer's transition; nothing where the offer was chosen or ended meanwhile. */
export function lapse(offer: Offer, now: Date): OfferEvent[] {
  return offer.status === 'offered' && offerStatusAt(offer, now) === 'lapsed' ? end(offer, 'lapsed') : [];
}

/** The request has ended: an offer that still stands was passed over. */
export function passOver(offer: Offer): OfferEvent[] {
  return offer.status === 'offered' ? end(offer, 'passed_over') : [];
}

/** The provider says no after all: its offer stands no longer (3.3a). */
export function takeBack(offer: Offer): OfferEvent[] {
  return offer.status === 'offered' ? end(offer, 'withdrawn_by_provider') : [];
}

function end(
  { housingRequestId, providerOrganizationId }: Offer,
  state: 'passed_over' | 'lapsed' | 'withdrawn_by_provider',
): OfferEvent[] {
  return [{ type: 'OfferEnded', housingRequestId, providerOrganizationId, state }];
}
