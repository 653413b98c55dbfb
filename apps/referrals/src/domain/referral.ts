import { exhaustive } from '#libs/kernel';

export type ReferralStatus =
  | 'draft'
  | 'awaiting_consent_check'
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
  | 'expired'
  | 'withdrawn';

/** What a referral asks for, and of whom; it stays the same for its whole life. */
export interface ReferralFacts {
  /** The liaison request that was routed; null where the sender made the referral itself. */
  readonly requestId: string | null;
  /** The referral of the same person that this one follows, with another receiver (R33). */
  readonly partOf: string | null;
  readonly senderOrganizationId: string;
  readonly receiverOrganizationId: string;
  readonly serviceType: string;
  readonly regionCode: string;
  readonly needs: readonly string[];
  readonly priority: string;
  /** For what the person’s data is given; null: nobody is referred to, and no consent is needed (R2, R7). */
  readonly purpose: string | null;
  /** Which data about the person it carries; empty where nobody is referred to. */
  readonly dataClasses: readonly string[];
}

/** A request that a receiver serve a person (domain 3.2). Who the person is stands apart, and only as a pseudonym (R14). */
export interface Referral extends ReferralFacts {
  readonly status: ReferralStatus;
  readonly sentAt: Date | null;
  readonly responseDueAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly holdId: string | null;
  readonly reasonCode: string | null;
  readonly outcome: string | null;
  /** The grant or legal exception that it stands on, and until when that lasts. */
  readonly consentRef: string | null;
  readonly consentUntil: Date | null;
  /** Why it ends unless a consent that is not known yet covers it; meanwhile the receiver sees nothing (R11). */
  readonly consentDoubt: string | null;
  /** The consent ended while the service ran: it goes on, and nothing more is shared (R11). */
  readonly sharingStopped: boolean;
  /** Whether the receiver may see it now (R11, R36). */
  readonly receiverSees: boolean;
}

export type ReferralEvent =
  | ({
      readonly type: 'ReferralDrafted';
      readonly consentRef: string | null;
      readonly consentUntil: Date | null;
    } & ReferralFacts)
  | { readonly type: 'ConsentCheckAwaited' }
  | { readonly type: 'ConsentMissing'; readonly at: Date }
  | ({
      readonly type: 'ReferralSent';
      readonly sentAt: Date;
      readonly responseDueAt: Date;
      readonly consentRef: string | null;
      readonly consentUntil: Date | null;
    } & ReferralFacts)
  | { readonly type: 'ReferralReceived'; readonly at: Date }
  | { readonly type: 'ReferralAccepted'; readonly at: Date }
  | { readonly type: 'ReferralDeclined'; readonly reasonCode: string }
  | { readonly type: 'ReferralScheduled'; readonly at: Date }
  | { readonly type: 'ServiceStarted'; readonly holdId: string | null; readonly at: Date }
  | { readonly type: 'ReferralCompleted'; readonly outcome: string }
  | { readonly type: 'ReferralCancelled'; readonly reasonCode: string }
  | { readonly type: 'ReferralEscalated'; readonly level: 'hub' | 'national'; readonly responseDueAt: Date }
  | { readonly type: 'ReferralExpired'; readonly at: Date }
  | { readonly type: 'ConsentDoubted'; readonly reasonCode: string; readonly at: Date }
  | { readonly type: 'ConsentReplaced'; readonly consentRef: string; readonly consentUntil: Date }
  | { readonly type: 'ReferralWithdrawn'; readonly reasonCode: string; readonly at: Date }
  | { readonly type: 'SharingStopped'; readonly at: Date }
  | { readonly type: 'ReferralRecalled'; readonly at: Date };

const untouched = {
  sentAt: null,
  responseDueAt: null,
  acceptedAt: null,
  holdId: null,
  reasonCode: null,
  outcome: null,
  consentDoubt: null,
  sharingStopped: false,
  receiverSees: false,
};

export function evolve(state: Referral | null, event: ReferralEvent): Referral {
  if (event.type === 'ReferralDrafted') {
    const { type: _, ...drafted } = event;
    return { ...untouched, ...drafted, status: 'draft' };
  }
  if (event.type === 'ReferralSent') {
    const { type: _, ...sent } = event;
    return { ...untouched, ...sent, status: 'sent', receiverSees: true };
  }
  if (!state) throw new Error(`${event.type} needs a referral that was drafted or sent.`);
  switch (event.type) {
    case 'ConsentCheckAwaited':
      return { ...state, status: 'awaiting_consent_check' };
    case 'ConsentMissing':
      return { ...state, status: 'draft', consentRef: null, consentUntil: null, consentDoubt: null };
    case 'ReferralReceived':
      return { ...state, status: 'received' };
    case 'ReferralAccepted':
      return { ...state, status: 'accepted', acceptedAt: event.at };
    case 'ReferralDeclined':
      return over({ ...state, status: 'declined', reasonCode: event.reasonCode });
    case 'ReferralScheduled':
      return { ...state, status: 'scheduled' };
    case 'ServiceStarted':
      return { ...state, status: 'in_service', holdId: event.holdId };
    case 'ReferralCompleted':
      return completed({ ...state, status: 'completed', outcome: event.outcome });
    case 'ReferralCancelled':
      return over({ ...state, status: 'cancelled', reasonCode: event.reasonCode });
    case 'ReferralEscalated':
      return {
        ...state,
        status: event.level === 'hub' ? 'escalated_hub' : 'escalated_national',
        responseDueAt: event.responseDueAt,
      };
    case 'ReferralExpired':
      return over({ ...state, status: 'expired' });
    case 'ConsentDoubted':
      return { ...state, consentUntil: event.at, consentDoubt: event.reasonCode };
    case 'ConsentReplaced':
      return {
        ...state,
        consentRef: event.consentRef,
        consentUntil: event.consentUntil,
        consentDoubt: null,
      };
    case 'ReferralWithdrawn':
      return over({ ...state, status: 'withdrawn', reasonCode: event.reasonCode });
    case 'SharingStopped':
      return { ...state, sharingStopped: true, consentDoubt: null };
    case 'ReferralRecalled':
      // While a service runs, the receiver keeps its steps and loses what it knew of the person.
      return state.status === 'completed' ? over(state) : state;
    default:
      return exhaustive(event);
  }
}

/** R36: what is over is not the receiver’s any more; where nobody was referred to, there is nothing to lose. */
function over(state: Referral): Referral {
  return isPersonLinked(state) ? { ...state, receiverSees: false, consentDoubt: null } : state;
}

/** R36: completed with a consent that goes on stays readable, until that ends. */
function completed(state: Referral): Referral {
  return state.sharingStopped ? over(state) : state;
}

export function isPersonLinked({ purpose }: Pick<Referral, 'purpose'>): boolean {
  return purpose !== null;
}

/** Nobody has answered yet: the response clock runs (R29). */
export const awaitsResponse: readonly ReferralStatus[] = [
  'sent',
  'received',
  'escalated_hub',
  'escalated_national',
];

/** Nothing more comes of it: another one for the same may begin (R34). */
export const ended: readonly ReferralStatus[] = [
  'completed',
  'declined',
  'cancelled',
  'expired',
  'withdrawn',
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
    case 'draft':
    case 'declined':
    case 'expired':
      return 'sender';
    case 'awaiting_consent_check':
    case 'completed':
    case 'cancelled':
    case 'withdrawn':
      return 'nobody';
    default:
      return exhaustive(status);
  }
}
