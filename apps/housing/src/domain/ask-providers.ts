import { Refusal } from '#libs/kernel';
import type { HousingRequest, HousingRequestEvent } from './housing-request.js';
import { later, limits, minutesAfter } from './limits.js';
import { hasRoom, missingFor, type Candidate, type Need, type RingName } from './matching.js';
import { arrivalOutOfRange, referralNotAccepted } from './refusals.js';

/** What one ring has to offer for a need. */
export interface RingSearch {
  readonly ring: RingName;
  /** Organizations, not asked so far, that have a match which is fresh and has room; the preferred first. */
  readonly providers: readonly string[];
  /** Why there is none (R44); null where there is one. */
  readonly shortfall: string | null;
}

/**
 * R38, R40, R43: who in this ring can be asked, given what was found there in order of preference. Who was asked before is
 * not asked again.
 */
export function searchRing(
  ring: RingName,
  need: Need,
  found: readonly Candidate[],
  asked: readonly string[],
): RingSearch {
  const matching = found.filter(
    (candidate) => candidate.holdMode !== 'phone_only' && missingFor(need, candidate).length === 0,
  );
  const withRoom = matching.filter(hasRoom);
  const fresh = withRoom.filter((candidate) => !candidate.stale);
  const providers = new Set(fresh.map((candidate) => candidate.providerOrganizationId));
  return {
    ring,
    providers: [...providers].filter((one) => !asked.includes(one)).slice(0, limits.providersAskedMax),
    shortfall: shortfallOf(matching.length, withRoom.length, fresh.length),
  };
}

function shortfallOf(matching: number, withRoom: number, fresh: number): string | null {
  if (matching === 0) return 'no_matching_resource';
  if (withRoom === 0) return 'no_capacity';
  return fresh === 0 ? 'stale_figures' : null;
}

export interface OpenRequest extends Need {
  readonly id: string;
  readonly referral: { readonly id: string; readonly state: string; readonly senderOrganizationId: string };
  readonly requesterOrganizationId: string;
  readonly arrivalExpectedAt: Date | null;
  readonly now: Date;
}

/** The nearest ring is asked; where nobody there can, the next one at once; where nobody can anywhere, it is unmet (R44). */
export function openHousingRequest(
  { referral, now, ...request }: OpenRequest,
  rings: readonly RingSearch[],
): HousingRequestEvent[] {
  if (!['accepted', 'scheduled'].includes(referral.state))
    throw new Refusal(referralNotAccepted, { facts: { referralState: referral.state } });
  assertArrivalWithin(request.arrivalExpectedAt, now);
  const [nearest, ...wider] = rings;
  const offersDueAt = minutesAfter(now, limits.offersDueMinutes);
  const { ring, providers } = nearest!;
  return [
    {
      type: 'HousingRequestOpened',
      ...request,
      referralId: referral.id,
      senderOrganizationId: referral.senderOrganizationId,
      ring,
      providers,
      offersDueAt,
    },
    ...(providers.length > 0 ? [] : askFurther(wider, reasonsOf(rings), offersDueAt)),
  ];
}

/**
 * T: no usable offer in time. Who was not asked yet in this ring or a wider one is asked; nobody left: unmet. Where the search
 * was stopped (R11) it is the requester’s turn, and nobody else is asked.
 */
export function searchOn(
  request: HousingRequest,
  rings: readonly RingSearch[],
  now: Date,
): HousingRequestEvent[] {
  if (request.status !== 'open' || request.searchStopped || request.offersDueAt > now) return [];
  const silence = request.asked.length === 0 ? [] : [isAnyoneLeft(request) ? 'no_offer' : 'refused'];
  const reasons = [...reasonsOf(rings), ...silence];
  const usable = rings.filter((search) => search.ring !== request.ring || search.providers.length > 0);
  return askFurther(usable, reasons, minutesAfter(now, limits.offersDueMinutes));
}

function askFurther(
  rings: readonly RingSearch[],
  reasonCodes: readonly string[],
  offersDueAt: Date,
): HousingRequestEvent[] {
  const reached = rings.findIndex(({ providers }) => providers.length > 0);
  const tried = reached === -1 ? rings : rings.slice(0, reached + 1);
  return [
    ...tried.map(({ ring, providers }) => ({
      type: 'HousingRequestWidened' as const,
      ring,
      providers,
      offersDueAt,
    })),
    ...(reached === -1 ? [{ type: 'HousingRequestUnmet' as const, reasonCodes }] : []),
  ];
}

function reasonsOf(rings: readonly RingSearch[]): string[] {
  return [...new Set(rings.flatMap(({ shortfall }) => shortfall ?? []))];
}

function assertArrivalWithin(arrivalExpectedAt: Date | null, now: Date): void {
  if (!arrivalExpectedAt) return;
  const isPast = minutesAfter(arrivalExpectedAt, limits.clockSkewMinutes) < now;
  if (isPast || arrivalExpectedAt > minutesAfter(now, limits.arrivalAheadMinutesMax))
    throw new Refusal(arrivalOutOfRange, { pointer: '/arrivalExpectedAt' });
}

/** Who was asked and has not said no: nobody left means that waiting longer is of no use. */
export function isAnyoneLeft({ asked, refusals }: Pick<HousingRequest, 'asked' | 'refusals'>): boolean {
  return asked.some((provider) => !refusals.some((refusal) => refusal.providerOrganizationId === provider));
}

/** Until when to wait for offers: not at all where nobody is left who could make one. */
export function offersDueAgain(
  request: Pick<HousingRequest, 'asked' | 'refusals' | 'offersDueAt'>,
  now: Date,
): Date {
  return isAnyoneLeft(request) ? later(request.offersDueAt, minutesAfter(now, limits.offersDueMinutes)) : now;
}
