import {
  RequestAcknowledged,
  RequestAcknowledgementMissed,
  RequestAnswered,
  RequestClosed,
  RequestConsolidationStarted,
  RequestDeclined,
  RequestRouted,
  RequestSubmitted,
  RequestTriaged,
  RequestWithdrawn,
  TaskingAcknowledged,
  TaskingAnswered,
  TaskingCancelled,
  TaskingDeclined,
  TaskingOverdue,
  TaskingSent,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { exhaustive } from '#libs/kernel';
import type { LiaisonRequestEvent } from './domain/liaison-request.js';
import type { Tasking, TaskingEvent } from './domain/tasking.js';

interface Published {
  readonly contract: Contract;
  readonly data: object;
}

/** The data must fit its contract when compiled, and again when it is written. */
function as<C extends Contract>(contract: C, data: DataOf<C>): Published {
  return { contract, data };
}

export function publishRequestEvent(event: LiaisonRequestEvent): Published {
  switch (event.type) {
    case 'LiaisonRequestSubmitted':
      return as(RequestSubmitted, {
        kind: event.kind,
        needs: [...event.needs],
        regionCode: event.regionCode,
        urgency: event.urgency,
        senderOrganizationId: event.senderOrganizationId,
        officeOrganizationId: event.officeOrganizationId,
        acknowledgeDueAt: event.acknowledgeDueAt.toISOString(),
      });
    case 'LiaisonRequestAcknowledged':
      return as(RequestAcknowledged, { state: 'acknowledged', occurredAt: event.at.toISOString() });
    case 'AcknowledgementMissed':
      return as(RequestAcknowledgementMissed, { dueAt: event.dueAt.toISOString() });
    case 'LiaisonRequestTriaged':
      return as(RequestTriaged, { priority: event.priority, departments: [...event.departments] });
    case 'LiaisonRequestRouted':
      return as(RequestRouted, {
        kind: event.kind,
        needs: [...event.needs],
        regionCode: event.regionCode,
        priority: event.priority,
        departments: [...event.departments],
        senderOrganizationId: event.senderOrganizationId,
        hubOrganizationId: event.hubOrganizationId,
      });
    case 'ConsolidationStarted':
      return as(RequestConsolidationStarted, { state: 'consolidating' });
    case 'LiaisonRequestAnswered':
      return as(RequestAnswered, { answerCode: event.answerCode, occurredAt: event.at.toISOString() });
    case 'LiaisonRequestClosed':
      return as(RequestClosed, { how: event.how });
    case 'LiaisonRequestDeclined':
      return as(RequestDeclined, { reasonCode: event.reasonCode, alternativeCode: event.alternativeCode });
    case 'LiaisonRequestWithdrawn':
      return as(RequestWithdrawn, { occurredAt: event.at.toISOString() });
    default:
      return exhaustive(event);
  }
}

export function publishTaskingEvent(
  event: TaskingEvent,
  { requestId, department, dueAt }: Tasking,
): Published {
  switch (event.type) {
    case 'TaskingSent':
      return as(TaskingSent, { requestId, department, dueAt: dueAt.toISOString() });
    case 'TaskingAcknowledged':
      return as(TaskingAcknowledged, { requestId, department });
    case 'TaskingAnswered':
      return as(TaskingAnswered, { requestId, department, answerCode: event.answerCode });
    case 'TaskingDeclined':
      return as(TaskingDeclined, { requestId, department, reasonCode: event.reasonCode });
    case 'TaskingCancelled':
      return as(TaskingCancelled, { requestId, department });
    case 'TaskingOverdue':
      return as(TaskingOverdue, { requestId, department, dueAt: dueAt.toISOString() });
    default:
      return exhaustive(event);
  }
}
