import { exhaustive } from '#libs/kernel';

export type ReferralStatus =
  | 'sent'
  | 'received'
  | 'escalated_hub'
  | 'escalated_national'
  | 'accepted'
  | 'scheduled'
  | 'in_service'
  | 'completed'
  | 'declined'
  | 'cancelled'
  | 'expired';

/** A request that a receiver serve a person; no person is named, and until consents exist none is referred to (domain 3.2). */
export interface Referral {
  readonly status: ReferralStatus;
  /** The liaison request behind it: also its key for duplicates until consents exist (R34). */
  readonly requestId: string;
  readonly senderOrganizationId: string;
  readonly receiverOrganizationId: string;
  readonly serviceType: string;
  readonly regionCode: string;
  readonly needs: readonly string[];
  readonly priority: string;
  readonly sentAt: Date;
  readonly responseDueAt: Date;
  readonly acceptedAt: Date | null;
  readonly holdId: string | null;
  readonly reasonCode: string | null;
  readonly outcome: string | null;
}

export type ReferralEvent =
  | ({ readonly type: 'ReferralSent' } & Omit<
      Referral,
      'status' | 'acceptedAt' | 'holdId' | 'reasonCode' | 'outcome'
    >)
  | { readonly type: 'ReferralReceived'; readonly at: Date }
  | { readonly type: 'ReferralAccepted'; readonly at: Date }
  | { readonly type: 'ReferralDeclined'; readonly reasonCode: string }
  | { readonly type: 'ReferralScheduled'; readonly at: Date }
  | { readonly type: 'ServiceStarted'; readonly holdId: string; readonly at: Date }
  | { readonly type: 'ReferralCompleted'; readonly outcome: string }
  | { readonly type: 'ReferralCancelled'; readonly reasonCode: string }
  | { readonly type: 'ReferralEscalated'; readonly level: 'hub' | 'national'; readonly responseDueAt: Date }
  | { readonly type: 'ReferralExpired'; readonly at: Date };

export function evolve(state: Referral | null, event: ReferralEvent): Referral {
  if (event.type === 'ReferralSent') {
    const { type: _, ...sent } = event;
    return { ...sent, status: 'sent', acceptedAt: null, holdId: null, reasonCode: null, outcome: null };
  }
  if (!state) throw new Error(`${event.type} needs a referral that was sent.`);
  switch (event.type) {
    case 'ReferralReceived':
      return { ...state, status: 'received' };
    case 'ReferralAccepted':
      return { ...state, status: 'accepted', acceptedAt: event.at };
    case 'ReferralDeclined':
      return { ...state, status: 'declined', reasonCode: event.reasonCode };
    case 'ReferralScheduled':
      return { ...state, status: 'scheduled' };
    case 'ServiceStarted':
      return { ...state, status: 'in_service', holdId: event.holdId };
    case 'ReferralCompleted':
      return { ...state, status: 'completed', outcome: event.outcome };
    case 'ReferralCancelled':
      return { ...state, status: 'cancelled', reasonCode: event.reasonCode };
    case 'ReferralEscalated':
      return {
        ...state,
        status: event.level === 'hub' ? 'escalated_hub' : 'escalated_national',
        responseDueAt: event.responseDueAt,
      };
    case 'ReferralExpired':
      return { ...state, status: 'expired' };
    default:
      return exhaustive(event);
  }
}

/** Nobody has answered yet: the response clock runs (R29). */
export const awaitsResponse: readonly ReferralStatus[] = [
  'sent',
  'received',
  'escalated_hub',
  'escalated_national',
];

export function waitingOn(status: ReferralStatus): 'receiver' | 'sender' | 'nobody' {
  switch (status) {
    case 'sent':
    case 'received':
    case 'escalated_hub':
    case 'escalated_national':
    case 'accepted':
    case 'scheduled':
    case 'in_service':
      return 'receiver';
    case 'declined':
    case 'expired':
      return 'sender';
    case 'completed':
    case 'cancelled':
      return 'nobody';
    default:
      return exhaustive(status);
  }
}
