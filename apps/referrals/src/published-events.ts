import {
  ReferralAccepted,
  ReferralCancelled,
  ReferralCompleted,
  ReferralDeclined,
  ReferralEscalated,
  ReferralExpired,
  ReferralReceived,
  ReferralScheduled,
  ReferralSent,
  ReferralServiceStarted,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { exhaustive } from '#libs/kernel';
import type { Referral, ReferralEvent } from './domain/referral.js';

interface Published {
  readonly contract: Contract;
  readonly data: object;
}

function as<C extends Contract>(contract: C, data: DataOf<C>): Published {
  return { contract, data };
}

export function publish(
  event: ReferralEvent,
  { requestId, regionCode, needs, receiverOrganizationId }: Referral,
): Published {
  switch (event.type) {
    case 'ReferralSent':
      return as(ReferralSent, {
        requestId,
        senderOrganizationId: event.senderOrganizationId,
        receiverOrganizationId,
        serviceType: event.serviceType,
        regionCode,
        needs: [...needs],
        priority: event.priority,
        responseDueAt: event.responseDueAt.toISOString(),
      });
    case 'ReferralReceived':
      return as(ReferralReceived, { requestId, occurredAt: event.at.toISOString() });
    case 'ReferralAccepted':
      return as(ReferralAccepted, {
        requestId,
        regionCode,
        needs: [...needs],
        receiverOrganizationId,
        occurredAt: event.at.toISOString(),
      });
    case 'ReferralDeclined':
      return as(ReferralDeclined, { requestId, reasonCode: event.reasonCode });
    case 'ReferralScheduled':
      return as(ReferralScheduled, { requestId, occurredAt: event.at.toISOString() });
    case 'ServiceStarted':
      return as(ReferralServiceStarted, {
        requestId,
        holdId: event.holdId,
        occurredAt: event.at.toISOString(),
      });
    case 'ReferralCompleted':
      return as(ReferralCompleted, { requestId, outcome: event.outcome });
    case 'ReferralCancelled':
      return as(ReferralCancelled, { requestId, reasonCode: event.reasonCode });
    case 'ReferralEscalated':
      return as(ReferralEscalated, {
        requestId,
        level: event.level,
        responseDueAt: event.responseDueAt.toISOString(),
      });
    case 'ReferralExpired':
      return as(ReferralExpired, { requestId, occurredAt: event.at.toISOString() });
    default:
      return exhaustive(event);
  }
}
