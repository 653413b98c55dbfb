import { responseDueMinutes } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { awaitsResponse, type Referral, type ReferralEvent, type ReferralStatus } from './referral.js';
import { notInThisState, receiverOnly, senderOnly } from './refusals.js';

function mustBe(state: Referral, ...allowed: readonly ReferralStatus[]): void {
  if (!allowed.includes(state.status))
    throw new Refusal(notInThisState, { facts: { state: state.status, allowedFrom: allowed } });
}

/** R30: what the receiver does, nobody else does. */
function mustBeReceiver(state: Referral, organizationId: string): void {
  if (state.receiverOrganizationId !== organizationId) throw new Refusal(receiverOnly);
}

function mustBeSender(state: Referral, organizationId: string): void {
  if (state.senderOrganizationId !== organizationId) throw new Refusal(senderOnly);
}

function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

/** Opened for the sender by the routing of its liaison request: every referral has a response due time (R29). */
export function send(
  routed: Omit<
    Referral,
    'status' | 'sentAt' | 'responseDueAt' | 'acceptedAt' | 'holdId' | 'reasonCode' | 'outcome'
  >,
  at: Date,
): ReferralEvent[] {
  return [
    {
      type: 'ReferralSent',
      ...routed,
      sentAt: at,
      responseDueAt: minutesAfter(at, responseDueMinutes(routed.serviceType)),
    },
  ];
}

export function open(state: Referral, by: { organizationId: string; at: Date }): ReferralEvent[] {
  mustBeReceiver(state, by.organizationId);
  mustBe(state, 'sent');
  return [{ type: 'ReferralReceived', at: by.at }];
}

export function accept(state: Referral, by: { organizationId: string; at: Date }): ReferralEvent[] {
  mustBeReceiver(state, by.organizationId);
  mustBe(state, 'received', 'escalated_hub', 'escalated_national');
  return [{ type: 'ReferralAccepted', at: by.at }];
}

/** R31: with a coded reason that says whose side it is on. */
export function decline(
  state: Referral,
  given: { organizationId: string; reasonCode: string },
): ReferralEvent[] {
  mustBeReceiver(state, given.organizationId);
  mustBe(state, 'sent', 'received', 'escalated_hub', 'escalated_national');
  return [{ type: 'ReferralDeclined', reasonCode: given.reasonCode }];
}

export function schedule(state: Referral, by: { organizationId: string; at: Date }): ReferralEvent[] {
  mustBeReceiver(state, by.organizationId);
  mustBe(state, 'accepted');
  return [{ type: 'ReferralScheduled', at: by.at }];
}

/** The arrival in housing is the meeting: a referral that is past serving, or served already, stays as it is. */
export function startService(state: Referral, arrival: { holdId: string; at: Date }): ReferralEvent[] {
  if (state.status !== 'accepted' && state.status !== 'scheduled') return [];
  return [{ type: 'ServiceStarted', holdId: arrival.holdId, at: arrival.at }];
}

/** R32: completed needs an outcome. */
export function complete(
  state: Referral,
  given: { organizationId: string; outcome: string },
): ReferralEvent[] {
  mustBeReceiver(state, given.organizationId);
  mustBe(state, 'in_service');
  return [{ type: 'ReferralCompleted', outcome: given.outcome }];
}

/** R31: the sender calls it off, with a reason, until service has started. */
export function cancel(
  state: Referral,
  given: { organizationId: string; reasonCode: string },
): ReferralEvent[] {
  mustBeSender(state, given.organizationId);
  mustBe(state, 'sent', 'received', 'escalated_hub', 'escalated_national', 'accepted', 'scheduled');
  return [{ type: 'ReferralCancelled', reasonCode: given.reasonCode }];
}

/** The liaison request was withdrawn: what has not begun is called off. */
export function cancelWithRequest(state: Referral): ReferralEvent[] {
  const open: readonly ReferralStatus[] = [...awaitsResponse, 'accepted', 'scheduled'];
  return open.includes(state.status) ? [{ type: 'ReferralCancelled', reasonCode: 'request_withdrawn' }] : [];
}

/** R29: unanswered goes to the hub, then to the national level, then it expires and the sender is told. */
export function missResponse(state: Referral, at: Date): ReferralEvent[] {
  const responseDueAt = minutesAfter(at, responseDueMinutes(state.serviceType));
  if (state.status === 'sent' || state.status === 'received')
    return [{ type: 'ReferralEscalated', level: 'hub', responseDueAt }];
  if (state.status === 'escalated_hub')
    return [{ type: 'ReferralEscalated', level: 'national', responseDueAt }];
  if (state.status === 'escalated_national') return [{ type: 'ReferralExpired', at }];
  return [];
}
