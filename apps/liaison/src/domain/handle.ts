import { urgencies } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import type { LiaisonRequest, LiaisonRequestEvent, RequestStatus } from './liaison-request.js';
import {
  departmentUnknown,
  hubUnknown,
  notInThisState,
  notTheOffice,
  notTheSender,
  nothingToRoute,
  taskingsOpen,
  urgencyLowered,
} from './refusals.js';

function mustBe(state: LiaisonRequest, ...allowed: RequestStatus[]): void {
  if (!allowed.includes(state.status))
    throw new Refusal(notInThisState, { facts: { state: state.status, allowedFrom: allowed } });
}

function mustBeOffice(state: LiaisonRequest, organizationId: string): void {
  if (state.officeOrganizationId !== organizationId) throw new Refusal(notTheOffice);
}

function mustBeSender(state: LiaisonRequest, organizationId: string): void {
  if (state.senderOrganizationId !== organizationId) throw new Refusal(notTheSender);
}

const rank = (urgency: string | null) => urgencies.codes.findIndex((one) => one.code === urgency);

export function acknowledge(
  state: LiaisonRequest,
  by: { organizationId: string; at: Date },
): LiaisonRequestEvent[] {
  mustBeOffice(state, by.organizationId);
  mustBe(state, 'submitted');
  return [{ type: 'LiaisonRequestAcknowledged', at: by.at }];
}

/** R22: the breach is an event, once. */
export function missAcknowledgement(state: LiaisonRequest): LiaisonRequestEvent[] {
  if (state.status !== 'submitted' || state.acknowledgementMissed) return [];
  return [{ type: 'AcknowledgementMissed', dueAt: state.acknowledgeDueAt }];
}

/** R22: triage may raise the urgency that the sender stated; it may not lower it in silence. */
export function triage(
  state: LiaisonRequest,
  decision: { organizationId: string; priority: string; departments: readonly string[] },
): LiaisonRequestEvent[] {
  mustBeOffice(state, decision.organizationId);
  mustBe(state, 'acknowledged');
  if (rank(decision.priority) < rank(state.urgency))
    throw new Refusal(urgencyLowered, { pointer: '/priority' });
  return [
    {
      type: 'LiaisonRequestTriaged',
      priority: decision.priority,
      departments: [...new Set(decision.departments)],
    },
  ];
}

export interface Routing {
  readonly organizationId: string;
  readonly hubOrganizationId: string | null;
  /** Whether that organization is a hub for the request's region. */
  readonly hubServesRegion: boolean;
  /** Departments of the triage that have no organization in the directory. */
  readonly departmentsWithoutOrganization: readonly string[];
}

/** Taskings for the departments that triage named, and at most one regional hub. */
export function route(state: LiaisonRequest, routing: Routing): LiaisonRequestEvent[] {
  mustBeOffice(state, routing.organizationId);
  mustBe(state, 'triaged');
  if (routing.departmentsWithoutOrganization.length > 0) {
    throw new Refusal(departmentUnknown, { facts: { departments: routing.departmentsWithoutOrganization } });
  }
  if (routing.hubOrganizationId && !routing.hubServesRegion)
    throw new Refusal(hubUnknown, { pointer: '/regionalHubOrganizationId' });
  if (!routing.hubOrganizationId && state.departments.length === 0) throw new Refusal(nothingToRoute);
  const { kind, needs, regionCode, departments, senderOrganizationId } = state;
  const { hubOrganizationId } = routing;
  return [
    {
      type: 'LiaisonRequestRouted',
      kind,
      needs,
      regionCode,
      departments,
      senderOrganizationId,
      priority: state.priority!,
      hubOrganizationId,
    },
    ...(departments.length === 0 ? [{ type: 'ConsolidationStarted' as const }] : []),
  ];
}

/** R23: once every tasking is final or named as overdue, it is the office's turn. */
export function consolidate(state: LiaisonRequest, taskings: { open: number }): LiaisonRequestEvent[] {
  return state.status === 'with_departments' && taskings.open === 0 ? [{ type: 'ConsolidationStarted' }] : [];
}

export function answer(
  state: LiaisonRequest,
  given: { organizationId: string; answerCode: string; openTaskings: number; at: Date },
): LiaisonRequestEvent[] {
  mustBeOffice(state, given.organizationId);
  if (state.status === 'with_departments' && given.openTaskings > 0)
    throw new Refusal(taskingsOpen, { facts: { openTaskings: given.openTaskings } });
  mustBe(state, 'triaged', 'consolidating');
  return [{ type: 'LiaisonRequestAnswered', answerCode: given.answerCode, at: given.at }];
}

/** R25: with a coded reason and at least one other route. */
export function decline(
  state: LiaisonRequest,
  given: { organizationId: string; reasonCode: string; alternativeCode: string },
): LiaisonRequestEvent[] {
  mustBeOffice(state, given.organizationId);
  mustBe(state, 'submitted', 'acknowledged', 'triaged');
  return [
    { type: 'LiaisonRequestDeclined', reasonCode: given.reasonCode, alternativeCode: given.alternativeCode },
  ];
}

export function withdraw(
  state: LiaisonRequest,
  by: { organizationId: string; at: Date },
): LiaisonRequestEvent[] {
  mustBeSender(state, by.organizationId);
  mustBe(state, 'submitted', 'acknowledged', 'triaged', 'with_departments', 'consolidating', 'answered');
  return [{ type: 'LiaisonRequestWithdrawn', at: by.at }];
}

export function confirm(state: LiaisonRequest, by: { organizationId: string }): LiaisonRequestEvent[] {
  mustBeSender(state, by.organizationId);
  mustBe(state, 'answered');
  return [{ type: 'LiaisonRequestClosed', how: 'confirmed' }];
}

/** Fourteen days without a word after the answer: closed, and may be reopened. */
export function closeInSilence(state: LiaisonRequest): LiaisonRequestEvent[] {
  return state.status === 'answered' ? [{ type: 'LiaisonRequestClosed', how: 'no_reply' }] : [];
}
