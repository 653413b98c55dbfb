import {
  ReferralAccepted,
  ReferralCancelled,
  ReferralCompleted,
  ReferralConsentMissing,
  ReferralDeclined,
  ReferralEscalated,
  ReferralExpired,
  ReferralRecalled,
  ReferralReceived,
  ReferralScheduled,
  ReferralSent,
  ReferralServiceStarted,
  ReferralSharingStopped,
  ReferralWithdrawn,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { exhaustive } from '#libs/kernel';
import type { Referral, ReferralEvent } from './domain/referral.js';

interface Published {
  readonly contract: Contract;
  readonly data: object;
  readonly parties: readonly string[];
  readonly consentRef?: string;
}

type Announced = Pick<Published, 'contract' | 'data'>;

function as<C extends Contract>(contract: C, data: DataOf<C>): Announced {
  return { contract, data };
}

/** What others hear; never whom it is about (R12, R14). What has not been sent is the sender’s own business. */
export function publish(event: ReferralEvent, after: Referral): Published | null {
  const announced = announce(event, after);
  if (!announced) return null;
  const { consentRef } = after;
  return { ...announced, parties: whoHears(event, after), ...(consentRef ? { consentRef } : {}) };
}

/** The receiver hears of what it was sent, to the last step; the sender alone of what became of the consent. */
function whoHears(
  event: ReferralEvent,
  { senderOrganizationId, receiverOrganizationId, sentAt }: Referral,
): string[] {
  if (event.type === 'ReferralRecalled') return [receiverOrganizationId];
  const isSendersOwn = event.type === 'ReferralWithdrawn' || sentAt === null;
  return isSendersOwn ? [senderOrganizationId] : [senderOrganizationId, receiverOrganizationId];
}

function announce(
  event: ReferralEvent,
  { requestId, regionCode, needs, receiverOrganizationId }: Referral,
): Announced | null {
  switch (event.type) {
    case 'ReferralDrafted':
    case 'ConsentCheckAwaited':
    case 'ConsentDoubted':
    case 'ConsentReplaced':
      return null;
    case 'ConsentMissing':
      return as(ReferralConsentMissing, { requestId, occurredAt: event.at.toISOString() });
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
    case 'ReferralWithdrawn':
      return as(ReferralWithdrawn, {
        requestId,
        reasonCode: event.reasonCode,
        occurredAt: event.at.toISOString(),
      });
    case 'SharingStopped':
      return as(ReferralSharingStopped, { requestId, occurredAt: event.at.toISOString() });
    case 'ReferralRecalled':
      return as(ReferralRecalled, { occurredAt: event.at.toISOString() });
    default:
      return exhaustive(event);
  }
}
