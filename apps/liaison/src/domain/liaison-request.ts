import { exhaustive } from '#libs/kernel';

export type RequestStatus =
  | 'submitted'
  | 'acknowledged'
  | 'triaged'
  | 'with_departments'
  | 'consolidating'
  | 'answered'
  | 'closed_confirmed'
  | 'closed_no_reply'
  | 'declined'
  | 'withdrawn';

/** Something an organization asks of the liaison office (domain 3.1). Codes only: nothing about a person. */
export interface LiaisonRequest {
  readonly status: RequestStatus;
  readonly kind: string;
  readonly needs: readonly string[];
  readonly regionCode: string;
  readonly urgency: string;
  /** The sender's official language: the answer is written in it (R25). */
  readonly language: 'en' | 'fr';
  readonly senderOrganizationId: string;
  readonly officeOrganizationId: string;
  readonly submittedAt: Date;
  readonly acknowledgeDueAt: Date;
  readonly acknowledgementMissed: boolean;
  readonly priority: string | null;
  readonly departments: readonly string[];
  readonly hubOrganizationId: string | null;
  readonly answerCode: string | null;
  readonly reasonCode: string | null;
  readonly alternativeCode: string | null;
}

export type LiaisonRequestEvent =
  | {
      readonly type: 'LiaisonRequestSubmitted';
      readonly kind: string;
      readonly needs: readonly string[];
      readonly regionCode: string;
      readonly urgency: string;
      readonly language: 'en' | 'fr';
      readonly senderOrganizationId: string;
      readonly officeOrganizationId: string;
      readonly at: Date;
      readonly acknowledgeDueAt: Date;
    }
  | { readonly type: 'LiaisonRequestAcknowledged'; readonly at: Date }
  | { readonly type: 'AcknowledgementMissed'; readonly dueAt: Date }
  | {
      readonly type: 'LiaisonRequestTriaged';
      readonly priority: string;
      readonly departments: readonly string[];
    }
  | {
      readonly type: 'LiaisonRequestRouted';
      readonly kind: string;
      readonly needs: readonly string[];
      readonly regionCode: string;
      readonly priority: string;
      readonly departments: readonly string[];
      readonly senderOrganizationId: string;
      readonly hubOrganizationId: string | null;
    }
  | { readonly type: 'ConsolidationStarted' }
  | { readonly type: 'LiaisonRequestAnswered'; readonly answerCode: string; readonly at: Date }
  | { readonly type: 'LiaisonRequestClosed'; readonly how: 'confirmed' | 'no_reply' }
  | { readonly type: 'LiaisonRequestDeclined'; readonly reasonCode: string; readonly alternativeCode: string }
  | { readonly type: 'LiaisonRequestWithdrawn'; readonly at: Date };

export function evolve(state: LiaisonRequest | null, event: LiaisonRequestEvent): LiaisonRequest {
  if (event.type === 'LiaisonRequestSubmitted') {
    const { type: _, at, ...filed } = event;
    return {
      ...filed,
      status: 'submitted',
      submittedAt: at,
      acknowledgementMissed: false,
      priority: null,
      departments: [],
      hubOrganizationId: null,
      answerCode: null,
      reasonCode: null,
      alternativeCode: null,
    };
  }
  if (!state) throw new Error(`${event.type} needs a request that was submitted.`);
  switch (event.type) {
    case 'LiaisonRequestAcknowledged':
      return { ...state, status: 'acknowledged' };
    case 'AcknowledgementMissed':
      return { ...state, acknowledgementMissed: true };
    case 'LiaisonRequestTriaged':
      return { ...state, status: 'triaged', priority: event.priority, departments: event.departments };
    case 'LiaisonRequestRouted':
      return { ...state, status: 'with_departments', hubOrganizationId: event.hubOrganizationId };
    case 'ConsolidationStarted':
      return { ...state, status: 'consolidating' };
    case 'LiaisonRequestAnswered':
      return { ...state, status: 'answered', answerCode: event.answerCode };
    case 'LiaisonRequestClosed':
      return { ...state, status: event.how === 'confirmed' ? 'closed_confirmed' : 'closed_no_reply' };
    case 'LiaisonRequestDeclined':
      return {
        ...state,
        status: 'declined',
        reasonCode: event.reasonCode,
        alternativeCode: event.alternativeCode,
      };
    case 'LiaisonRequestWithdrawn':
      return { ...state, status: 'withdrawn' };
    default:
      return exhaustive(event);
  }
}

export type WaitingOn = 'office' | 'departments' | 'sender' | 'nobody';

/** Whose turn it is: shown with every step, so that the sender sees whom the time was spent on. */
export function waitingOn(status: RequestStatus): WaitingOn {
  switch (status) {
    case 'submitted':
    case 'acknowledged':
    case 'triaged':
    case 'consolidating':
      return 'office';
    case 'with_departments':
      return 'departments';
    case 'answered':
      return 'sender';
    case 'closed_confirmed':
    case 'closed_no_reply':
    case 'declined':
    case 'withdrawn':
      return 'nobody';
    default:
      return exhaustive(status);
  }
}
