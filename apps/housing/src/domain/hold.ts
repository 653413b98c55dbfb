import { exhaustive } from '#libs/kernel';

export type HoldStatus =
  'held' | 'confirmed' | 'arrived' | 'expired' | 'no_show' | 'released' | 'withdrawn_by_provider';

/** A time-limited reservation of one unit (3.3b); it carries no identity. */
export interface Hold {
  readonly id: string;
  readonly housingRequestId: string;
  readonly referralId: string;
  readonly offerId: string;
  readonly resourceId: string;
  readonly providerOrganizationId: string;
  readonly requesterOrganizationId: string;
  readonly senderOrganizationId: string;
  readonly status: HoldStatus;
  /** Length of the hold, of its one extension and of the arrival window (R40). */
  readonly holdMinutes: number;
  readonly placedAt: Date;
  readonly expiresAt: Date;
  readonly extended: boolean;
  /** End of the arrival window; null until the hold is confirmed. */
  readonly arrivalExpectedBy: Date | null;
  readonly arrivedAt: Date | null;
  readonly reasonCode: string | null;
}

type Facts = Pick<Hold, 'housingRequestId' | 'referralId' | 'resourceId'>;

export type HoldEvent =
  | ({
      readonly type: 'HoldPlaced';
    } & Pick<
      Hold,
      | 'id'
      | 'housingRequestId'
      | 'referralId'
      | 'offerId'
      | 'resourceId'
      | 'providerOrganizationId'
      | 'requesterOrganizationId'
      | 'senderOrganizationId'
      | 'holdMinutes'
      | 'placedAt'
      | 'expiresAt'
    >)
  | ({ readonly type: 'HoldExtended'; readonly expiresAt: Date } & Facts)
  | ({ readonly type: 'HoldConfirmed'; readonly arrivalExpectedBy: Date } & Facts)
  | ({ readonly type: 'HoldArrived'; readonly at: Date } & Facts)
  | ({ readonly type: 'HoldExpired'; readonly at: Date } & Facts)
  | ({ readonly type: 'HoldNoShow'; readonly at: Date } & Facts)
  | ({ readonly type: 'HoldReleased'; readonly reasonCode: string } & Facts)
  | ({ readonly type: 'HoldWithdrawn'; readonly reasonCode: string } & Facts);

export function evolveHold(state: Hold | null, event: HoldEvent): Hold {
  if (event.type === 'HoldPlaced') {
    const { type: _, ...placed } = event;
    return {
      ...placed,
      status: 'held',
      extended: false,
      arrivalExpectedBy: null,
      arrivedAt: null,
      reasonCode: null,
    };
  }
  const hold = state!;
  switch (event.type) {
    case 'HoldExtended':
      return { ...hold, expiresAt: event.expiresAt, extended: true };
    case 'HoldConfirmed':
      return { ...hold, status: 'confirmed', arrivalExpectedBy: event.arrivalExpectedBy };
    case 'HoldArrived':
      return { ...hold, status: 'arrived', arrivedAt: event.at };
    case 'HoldExpired':
      return { ...hold, status: 'expired' };
    case 'HoldNoShow':
      return { ...hold, status: 'no_show' };
    case 'HoldReleased':
      return { ...hold, status: 'released', reasonCode: event.reasonCode };
    case 'HoldWithdrawn':
      return { ...hold, status: 'withdrawn_by_provider', reasonCode: event.reasonCode };
    default:
      return exhaustive(event);
  }
}

/** R39: expiry is judged at read; a late timer never shows a dead hold as live. */
export function holdStatusAt(
  { status, expiresAt, arrivalExpectedBy }: Pick<Hold, 'status' | 'expiresAt' | 'arrivalExpectedBy'>,
  now: Date,
): HoldStatus {
  if (status === 'held' && expiresAt <= now) return 'expired';
  if (status === 'confirmed' && arrivalExpectedBy !== null && arrivalExpectedBy <= now) return 'no_show';
  return status;
}

export function isLive(status: HoldStatus): boolean {
  return status === 'held' || status === 'confirmed';
}
