import { evolve, type LiaisonRequest, type LiaisonRequestEvent } from './liaison-request.js';
import { evolveTasking, type Tasking, type TaskingEvent } from './tasking.js';

/** What several specs of this folder are given. */
export const ngo = '00000000-0000-7000-8000-0000000000a1';
export const office = '00000000-0000-7000-8000-0000000000a2';
export const hub = '00000000-0000-7000-8000-0000000000a3';
export const department = '00000000-0000-7000-8000-0000000000a4';
export const stranger = '00000000-0000-7000-8000-0000000000a5';

/** Noon in Toronto on a Tuesday. */
const start = Date.parse('2026-11-24T17:00:00.000Z');
export const at = (minutes: number) => new Date(start + minutes * 60_000);

export const submitted: LiaisonRequestEvent = {
  type: 'LiaisonRequestSubmitted',
  kind: 'housing_gap',
  needs: ['emergency_bed'],
  regionCode: '3520005',
  urgency: 'urgent',
  language: 'en',
  senderOrganizationId: ngo,
  officeOrganizationId: office,
  at: at(0),
  acknowledgeDueAt: at(240),
};
export const acknowledged: LiaisonRequestEvent = { type: 'LiaisonRequestAcknowledged', at: at(10) };
export const triaged: LiaisonRequestEvent = {
  type: 'LiaisonRequestTriaged',
  priority: 'urgent',
  departments: ['PS'],
};
export const routed: LiaisonRequestEvent = {
  type: 'LiaisonRequestRouted',
  kind: 'housing_gap',
  needs: ['emergency_bed'],
  regionCode: '3520005',
  priority: 'urgent',
  departments: ['PS'],
  senderOrganizationId: ngo,
  hubOrganizationId: hub,
};
export const consolidationStarted: LiaisonRequestEvent = { type: 'ConsolidationStarted' };
export const answered: LiaisonRequestEvent = {
  type: 'LiaisonRequestAnswered',
  answerCode: 'support_arranged',
  at: at(90),
};

export const given = (...events: LiaisonRequestEvent[]) =>
  events.reduce<LiaisonRequest | null>(evolve, null)!;

/** A request in each of its states, by the road that leads there. */
export const requestIn: Readonly<Record<LiaisonRequest['status'], LiaisonRequest>> = {
  submitted: given(submitted),
  acknowledged: given(submitted, acknowledged),
  triaged: given(submitted, acknowledged, triaged),
  with_departments: given(submitted, acknowledged, triaged, routed),
  consolidating: given(submitted, acknowledged, triaged, routed, consolidationStarted),
  answered: given(submitted, acknowledged, triaged, routed, consolidationStarted, answered),
  closed_confirmed: given(submitted, answered, { type: 'LiaisonRequestClosed', how: 'confirmed' }),
  closed_no_reply: given(submitted, answered, { type: 'LiaisonRequestClosed', how: 'no_reply' }),
  declined: given(submitted, {
    type: 'LiaisonRequestDeclined',
    reasonCode: 'out_of_scope',
    alternativeCode: 'hotline',
  }),
  withdrawn: given(submitted, { type: 'LiaisonRequestWithdrawn', at: at(5) }),
};

export const taskingSent: TaskingEvent = {
  type: 'TaskingSent',
  requestId: '00000000-0000-7000-8000-0000000000b1',
  department: 'PS',
  departmentOrganizationId: department,
  officeOrganizationId: office,
  senderOrganizationId: ngo,
  kind: 'housing_gap',
  regionCode: '3520005',
  priority: 'urgent',
  sentAt: at(30),
  dueAt: at(3000),
};
export const givenTasking = (...events: TaskingEvent[]) =>
  events.reduce<Tasking | null>(evolveTasking, null)!;
