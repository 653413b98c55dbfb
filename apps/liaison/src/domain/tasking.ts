import { exhaustive, Refusal } from '#libs/kernel';
import { notTheDepartment, taskingNotInThisState } from './refusals.js';

export type TaskingStatus = 'sent' | 'acknowledged' | 'answered' | 'declined' | 'cancelled';

/** One department's share of a request, with its own clock (R24). `overdue` is a mark, not a state. */
export interface Tasking {
  readonly status: TaskingStatus;
  readonly requestId: string;
  readonly department: string;
  readonly departmentOrganizationId: string;
  readonly officeOrganizationId: string;
  readonly senderOrganizationId: string;
  readonly kind: string;
  readonly regionCode: string;
  readonly priority: string;
  readonly sentAt: Date;
  readonly dueAt: Date;
  readonly overdue: boolean;
  readonly answerCode: string | null;
  readonly reasonCode: string | null;
}

export type TaskingEvent =
  | ({ readonly type: 'TaskingSent' } & Omit<Tasking, 'status' | 'overdue' | 'answerCode' | 'reasonCode'>)
  | { readonly type: 'TaskingAcknowledged' }
  | { readonly type: 'TaskingAnswered'; readonly answerCode: string }
  | { readonly type: 'TaskingDeclined'; readonly reasonCode: string }
  | { readonly type: 'TaskingOverdue' }
  | { readonly type: 'TaskingCancelled' };

export function evolveTasking(state: Tasking | null, event: TaskingEvent): Tasking {
  if (event.type === 'TaskingSent') {
    const { type: _, ...sent } = event;
    return { ...sent, status: 'sent', overdue: false, answerCode: null, reasonCode: null };
  }
  if (!state) throw new Error(`${event.type} needs a tasking that was sent.`);
  switch (event.type) {
    case 'TaskingAcknowledged':
      return { ...state, status: 'acknowledged' };
    case 'TaskingAnswered':
      return { ...state, status: 'answered', answerCode: event.answerCode };
    case 'TaskingDeclined':
      return { ...state, status: 'declined', reasonCode: event.reasonCode };
    case 'TaskingOverdue':
      return { ...state, overdue: true };
    case 'TaskingCancelled':
      return { ...state, status: 'cancelled' };
    default:
      return exhaustive(event);
  }
}

export const isFinal = ({ status }: Tasking) => status !== 'sent' && status !== 'acknowledged';

function mustBeDepartmentAnd(state: Tasking, organizationId: string, ...allowed: TaskingStatus[]): void {
  if (state.departmentOrganizationId !== organizationId) throw new Refusal(notTheDepartment);
  if (!allowed.includes(state.status))
    throw new Refusal(taskingNotInThisState, { facts: { state: state.status, allowedFrom: allowed } });
}

export function acknowledgeTasking(state: Tasking, by: { organizationId: string }): TaskingEvent[] {
  mustBeDepartmentAnd(state, by.organizationId, 'sent');
  return [{ type: 'TaskingAcknowledged' }];
}

export function answerTasking(
  state: Tasking,
  given: { organizationId: string; answerCode: string },
): TaskingEvent[] {
  mustBeDepartmentAnd(state, given.organizationId, 'sent', 'acknowledged');
  return [{ type: 'TaskingAnswered', answerCode: given.answerCode }];
}

export function declineTasking(
  state: Tasking,
  given: { organizationId: string; reasonCode: string },
): TaskingEvent[] {
  mustBeDepartmentAnd(state, given.organizationId, 'sent', 'acknowledged');
  return [{ type: 'TaskingDeclined', reasonCode: given.reasonCode }];
}

/** The request was withdrawn: what is not answered yet need not be. */
export function cancelTasking(state: Tasking): TaskingEvent[] {
  return isFinal(state) ? [] : [{ type: 'TaskingCancelled' }];
}

export function markOverdue(state: Tasking): TaskingEvent[] {
  return isFinal(state) || state.overdue ? [] : [{ type: 'TaskingOverdue' }];
}
