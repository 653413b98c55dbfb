import {
  GrantChanged,
  GrantEnded,
  GrantExpiryNear,
  GrantGiven,
  LegalExceptionAlerted,
  LegalExceptionEnded,
  LegalExceptionRecorded,
  LegalExceptionReviewed,
  ParticipantErased,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { exhaustive } from '#libs/kernel';
import type { Grant, GrantEvent } from './domain/grant.js';
import type { LegalException, LegalExceptionEvent } from './domain/legal-exception.js';

interface Published {
  readonly contract: Contract;
  readonly data: object;
}

/** Where an event stands in its stream; taken for each event that read models need. */
export interface Place {
  readonly partition: number;
  readonly place: number;
}

function as<C extends Contract>(contract: C, data: DataOf<C>): Published {
  return { contract, data };
}

export function publishGrantEvent(
  event: GrantEvent,
  grant: Grant,
  otherGrantIds: string[],
  nextPlace: () => Place,
): Published {
  const { ownerOrganizationId, participantRef } = grant;
  switch (event.type) {
    case 'GrantGiven':
      return as(GrantGiven, { ...stateOf(grant), ...nextPlace() });
    case 'GrantNarrowed':
      return as(GrantChanged, { ...stateOf(grant), ...nextPlace() });
    case 'GrantExpiryNear':
      return as(GrantExpiryNear, { until: grant.until.toISOString() });
    case 'GrantEnded':
      return as(GrantEnded, {
        ownerOrganizationId,
        participantRef,
        reason: event.reason,
        otherGrantIds,
        ...nextPlace(),
      });
    default:
      return exhaustive(event);
  }
}

function stateOf(grant: Grant) {
  return {
    ownerOrganizationId: grant.ownerOrganizationId,
    participantRef: grant.participantRef,
    recipientOrganizationIds: [...grant.recipients],
    purposes: [...grant.purposes],
    dataClasses: [...grant.dataClasses],
    from: grant.from.toISOString(),
    until: grant.until.toISOString(),
  };
}

/** What read models need, and what privacy officers are told at once: without the person. */
export function publishExceptionEvent(
  event: LegalExceptionEvent,
  exception: LegalException,
  nextPlace: () => Place,
): Published[] {
  const { ownerOrganizationId, participantRef } = exception;
  switch (event.type) {
    case 'LegalExceptionRecorded': {
      const { recipientOrganizationId, purpose, legalBasis } = event;
      const demanded = { ownerOrganizationId, recipientOrganizationId, purpose, legalBasis };
      const dataClasses = [...event.dataClasses];
      const until = event.until.toISOString();
      return [
        as(LegalExceptionRecorded, {
          ...demanded,
          participantRef,
          dataClasses,
          from: event.from.toISOString(),
          until,
          ...nextPlace(),
        }),
        as(LegalExceptionAlerted, {
          ...demanded,
          dataClasses,
          until,
          reviewDueAt: event.reviewDueAt.toISOString(),
        }),
      ];
    }
    case 'LegalExceptionReviewed':
      return [
        as(LegalExceptionReviewed, { reviewerOrganizationId: event.organizationId, verdict: event.verdict }),
      ];
    case 'LegalExceptionEnded':
      return [
        as(LegalExceptionEnded, {
          ownerOrganizationId,
          participantRef,
          reason: event.reason,
          ...nextPlace(),
        }),
      ];
    default:
      return exhaustive(event);
  }
}

export function participantErased(erased: {
  organizationId: string;
  participantRef: string;
  erasedAt: Date;
}): Published {
  return as(ParticipantErased, {
    ownerOrganizationId: erased.organizationId,
    participantRef: erased.participantRef,
    erasedAt: erased.erasedAt.toISOString(),
  });
}
