import { exhaustive, Refusal } from '#libs/kernel';
import { subscriptionNotInThisState } from './refusals.js';

export type SubscriptionState = 'pending_verification' | 'active' | 'paused' | 'disabled' | 'deleted';
/** What is told: events that the organization is party to, or public notices under aliases. Never both in one subscription. */
export type Audience = 'parties' | 'public';
export type DisabledReason = 'endpoint_gone' | 'deliveries_exhausted';

/** A partner system's wish to be told (domain.md 3.5). */
export interface Subscription {
  readonly state: SubscriptionState;
  readonly organizationId: string;
  readonly url: string;
  /** Types of the event documentation, `*`, or such as `housing.*`. */
  readonly eventTypes: readonly string[];
  readonly audience: Audience;
  /** How many public notices went out, whatever they were about. */
  readonly noticesTold: number;
  /** Deliveries in a row that were given up. */
  readonly exhaustedInARow: number;
  readonly disabledReason: DisabledReason | null;
}

export type SubscriptionEvent =
  | {
      readonly type: 'SubscriptionCreated';
      readonly organizationId: string;
      readonly url: string;
      readonly eventTypes: readonly string[];
      readonly audience: Audience;
    }
  | { readonly type: 'SubscriptionActivated' }
  | { readonly type: 'SubscriptionPaused' }
  | { readonly type: 'SubscriptionResumed' }
  | { readonly type: 'SubscriptionDisabled'; readonly reasonCode: DisabledReason }
  | { readonly type: 'SubscriptionDeleted' }
  | { readonly type: 'SecretRotated' }
  | { readonly type: 'NoticesTold'; readonly count: number }
  | { readonly type: 'DeliveryExhausted' }
  | { readonly type: 'DeliverySucceeded' };

/** The deadline at which a subscription to public notices is told. */
export const publicTelling = 'public-telling';

/** R64 (FABT): so many deliveries given up one after the other end a subscription. */
export const exhaustedInARowMax = 5;

export function evolveSubscription(state: Subscription | null, event: SubscriptionEvent): Subscription {
  if (event.type === 'SubscriptionCreated') {
    const { organizationId, url, eventTypes, audience } = event;
    return {
      organizationId,
      url,
      eventTypes,
      audience,
      noticesTold: 0,
      state: 'pending_verification',
      exhaustedInARow: 0,
      disabledReason: null,
    };
  }
  if (!state) throw new Error(`${event.type} needs a subscription that was created.`);
  switch (event.type) {
    case 'SubscriptionActivated':
      return { ...state, state: 'active', exhaustedInARow: 0, disabledReason: null };
    case 'SubscriptionPaused':
      return { ...state, state: 'paused' };
    case 'SubscriptionResumed':
      return { ...state, state: 'active' };
    case 'SubscriptionDisabled':
      return { ...state, state: 'disabled', disabledReason: event.reasonCode };
    case 'SubscriptionDeleted':
      return { ...state, state: 'deleted' };
    case 'SecretRotated':
      return state;
    case 'NoticesTold':
      return { ...state, noticesTold: state.noticesTold + event.count };
    case 'DeliveryExhausted':
      return { ...state, exhaustedInARow: state.exhaustedInARow + 1 };
    case 'DeliverySucceeded':
      return { ...state, exhaustedInARow: 0 };
    default:
      return exhaustive(event);
  }
}

export const notDeleted = ['pending_verification', 'active', 'paused', 'disabled'] as const;

function mustBe(state: Subscription, ...allowed: readonly SubscriptionState[]): void {
  if (!allowed.includes(state.state))
    throw new Refusal(subscriptionNotInThisState, { facts: { state: state.state, allowedFrom: allowed } });
}

/** Whether a challenge may go out: before the first delivery, and again after a subscription was disabled (R64). */
export function requestVerification(state: Subscription): SubscriptionEvent[] {
  mustBe(state, 'pending_verification', 'disabled');
  return [];
}

/** Whether a delivery that was given up may be queued again: of a subscription that was deleted it would wait for ever. */
export function requestReplay(state: Subscription): void {
  mustBe(state, 'active', 'paused', 'disabled');
}

/** The endpoint gave the challenge back. One that comes twice changes nothing. */
export function activate(state: Subscription): SubscriptionEvent[] {
  return state.state === 'pending_verification' || state.state === 'disabled'
    ? [{ type: 'SubscriptionActivated' }]
    : [];
}

export function pause(state: Subscription): SubscriptionEvent[] {
  mustBe(state, 'active');
  return [{ type: 'SubscriptionPaused' }];
}

export function resume(state: Subscription): SubscriptionEvent[] {
  mustBe(state, 'paused');
  return [{ type: 'SubscriptionResumed' }];
}

export function rotateSecret(state: Subscription): SubscriptionEvent[] {
  mustBe(state, ...notDeleted);
  return [{ type: 'SecretRotated' }];
}

export function deleteSubscription(state: Subscription): SubscriptionEvent[] {
  mustBe(state, ...notDeleted);
  return [{ type: 'SubscriptionDeleted' }];
}

export function countTold(count: number): SubscriptionEvent[] {
  return [{ type: 'NoticesTold', count }];
}

export function deliverySucceeded(state: Subscription): SubscriptionEvent[] {
  return state.exhaustedInARow > 0 ? [{ type: 'DeliverySucceeded' }] : [];
}

/** A delivery was given up: because the endpoint is gone (410), or after the whole schedule. */
export function deliveryGivenUp(state: Subscription, gone: boolean): SubscriptionEvent[] {
  const running = state.state === 'active' || state.state === 'paused';
  if (gone) return running ? [{ type: 'SubscriptionDisabled', reasonCode: 'endpoint_gone' }] : [];
  const exhausted: SubscriptionEvent = { type: 'DeliveryExhausted' };
  return running && state.exhaustedInARow + 1 >= exhaustedInARowMax
    ? [exhausted, { type: 'SubscriptionDisabled', reasonCode: 'deliveries_exhausted' }]
    : [exhausted];
}

/** Whether a type is among those that were asked for. */
export function wants(eventTypes: readonly string[], type: string): boolean {
  return eventTypes.some(
    (wanted) =>
      wanted === '*' || wanted === type || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1))),
  );
}
