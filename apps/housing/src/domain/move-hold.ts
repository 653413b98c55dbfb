import { Refusal } from '#libs/kernel';
import { holdStatusAt, isLive, type Hold, type HoldEvent, type HoldStatus } from './hold.js';
import { later, minutesAfter } from './limits.js';
import { extendedAlready, holdEnded, holdExpired, notTheHoldsRequester, notTheProvider } from './refusals.js';

/** Who acts on a hold, and when. */
export interface By {
  readonly organizationId: string;
  readonly now: Date;
}

function facts({ housingRequestId, referralId, resourceId }: Hold) {
  return { housingRequestId, referralId, resourceId };
}

function mustBeProvider(hold: Hold, { organizationId }: By): void {
  if (hold.providerOrganizationId !== organizationId) throw new Refusal(notTheProvider);
}

function mustBeRequester(hold: Hold, { organizationId }: By): void {
  if (hold.requesterOrganizationId !== organizationId) throw new Refusal(notTheHoldsRequester);
}

function mustBe(hold: Hold, { now }: By, ...allowed: readonly HoldStatus[]): void {
  const state = holdStatusAt(hold, now);
  if (allowed.includes(state)) return;
  throw new Refusal(state === 'expired' ? holdExpired : holdEnded, {
    facts: { state, allowedFrom: allowed },
  });
}

/** S: one extension, as long as the hold itself (R40). */
export function extend(hold: Hold, by: By): HoldEvent[] {
  mustBeRequester(hold, by);
  mustBe(hold, by, 'held');
  if (hold.extended) throw new Refusal(extendedAlready);
  return [
    { type: 'HoldExtended', ...facts(hold), expiresAt: minutesAfter(hold.expiresAt, hold.holdMinutes) },
  ];
}

/** R: a person at the place says yes; from then on the arrival is waited for. */
export function confirm(hold: Hold, by: By): HoldEvent[] {
  mustBeProvider(hold, by);
  mustBe(hold, by, 'held');
  const arrivalExpectedBy = later(hold.expiresAt, minutesAfter(by.now, hold.holdMinutes));
  return [{ type: 'HoldConfirmed', ...facts(hold), arrivalExpectedBy }];
}

/** R: held moves to occupied. A provider that takes the person in after the hold expired did right (R40). */
export function recordArrival(hold: Hold, by: By): HoldEvent[] {
  mustBeProvider(hold, by);
  mustBe(hold, by, 'held', 'confirmed', 'expired');
  return [{ type: 'HoldArrived', ...facts(hold), at: by.now }];
}

/** S: the requester lets the unit go. */
export function release(hold: Hold, by: By & { readonly reasonCode: string }): HoldEvent[] {
  mustBeRequester(hold, by);
  mustBe(hold, by, 'held', 'confirmed');
  return [{ type: 'HoldReleased', ...facts(hold), reasonCode: by.reasonCode }];
}

/** R: the provider takes its unit back, with a code; the request finds the next. */
export function withdraw(hold: Hold, by: By & { readonly reasonCode: string }): HoldEvent[] {
  mustBeProvider(hold, by);
  mustBe(hold, by, 'held', 'confirmed');
  return [{ type: 'HoldWithdrawn', ...facts(hold), reasonCode: by.reasonCode }];
}

/** T: what the clock has decided is written down; nothing where the hold lives or has ended otherwise. */
export function letTimePass(hold: Hold, now: Date): HoldEvent[] {
  const state = holdStatusAt(hold, now);
  if (!isLive(hold.status) || isLive(state)) return [];
  const type = state === 'expired' ? ('HoldExpired' as const) : ('HoldNoShow' as const);
  return [{ type, ...facts(hold), at: now }];
}

/** The request is over, or the person arrived elsewhere: a live hold goes with it (R41). */
export function letGo(hold: Hold, reasonCode: string): HoldEvent[] {
  return isLive(hold.status) ? [{ type: 'HoldReleased', ...facts(hold), reasonCode }] : [];
}
