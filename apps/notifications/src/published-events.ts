import {
  DeliveryDeadLettered,
  SubscriptionActivated,
  SubscriptionCreated,
  SubscriptionDeleted,
  SubscriptionDisabled,
  SubscriptionPaused,
  SubscriptionResumed,
  SubscriptionSecretRotated,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { exhaustive } from '#libs/kernel';
import type { Subscription, SubscriptionEvent } from './domain/subscription.js';

interface Published {
  readonly contract: Contract;
  readonly data: object;
}

/** The data must fit its contract when compiled, and again when it is written. */
function as<C extends Contract>(contract: C, data: DataOf<C>): Published {
  return { contract, data };
}

/** What partners hear of a change of their subscription; counting failures stays inside. */
export function publishSubscriptionEvent(
  subscriptionId: string,
  event: SubscriptionEvent,
  { state }: Subscription,
): Published | null {
  switch (event.type) {
    case 'SubscriptionCreated':
      return as(SubscriptionCreated, { subscriptionId, state });
    case 'SubscriptionActivated':
      return as(SubscriptionActivated, { subscriptionId, state });
    case 'SubscriptionPaused':
      return as(SubscriptionPaused, { subscriptionId, state });
    case 'SubscriptionResumed':
      return as(SubscriptionResumed, { subscriptionId, state });
    case 'SubscriptionDeleted':
      return as(SubscriptionDeleted, { subscriptionId, state });
    case 'SecretRotated':
      return as(SubscriptionSecretRotated, { subscriptionId, state });
    case 'SubscriptionDisabled':
      return as(SubscriptionDisabled, { subscriptionId, reasonCode: event.reasonCode });
    case 'NoticesTold':
    case 'DeliveryExhausted':
    case 'DeliverySucceeded':
      return null;
    default:
      return exhaustive(event);
  }
}

export function deliveryDeadLettered(delivery: {
  subscriptionId: string;
  eventId: string;
  attempts: number;
}): Published {
  return as(DeliveryDeadLettered, delivery);
}
