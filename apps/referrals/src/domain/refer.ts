import { responseDueAt } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import {
  awaitsResponse,
  ended,
  type Referral,
  type ReferralEvent,
  type ReferralFacts,
  type ReferralStatus,
} from './referral.js';
import {
  alreadyUnderWay,
  consentMissing,
  dataClassMissing,
  notInThisState,
  nothingToFollow,
  personErased,
  receiverIsSender,
  receiverOnly,
  senderOnly,
} from './refusals.js';

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

/** Opened for the sender by the routing of its liaison request: every referral has a response due time (R29). */
export function sendRouted(
  routed: Omit<ReferralFacts, 'partOf' | 'purpose' | 'dataClasses'>,
  at: Date,
): ReferralEvent[] {
  return [sent({ ...routed, partOf: null, purpose: null, dataClasses: [] }, at)];
}

/** What an organization wants to refer a person for; nothing leaves before it is sent. */
export interface Drafted extends ReferralFacts {
  readonly ageBand: string | null;
  readonly hasNote: boolean;
  /** R18: the person was erased under this pseudonym of the sender’s. */
  readonly isErased: boolean;
  /** R34: the referral of the same person to the same receiver for the same service that has not ended. */
  readonly underWay: string | null;
  /** R33: the referral named by `partOf`; undefined where the sender has none of that id for this person. */
  readonly follows: Pick<Referral, 'status'> | undefined;
  /** Whether a consent covers it already: the sender sees, and a withdrawal of that ends the draft, too. */
  readonly permission: Permission;
}

export function draft({
  ageBand,
  hasNote,
  isErased,
  underWay,
  follows,
  permission,
  ...facts
}: Drafted): ReferralEvent[] {
  if (facts.receiverOrganizationId === facts.senderOrganizationId)
    throw new Refusal(receiverIsSender, { pointer: '/receiverOrganizationId' });
  namesWhatItCarries(facts.dataClasses, { needs: facts.needs.length > 0, age_band: ageBand, note: hasNote });
  if (isErased) throw new Refusal(personErased, { pointer: '/participantRef' });
  if (underWay) throw new Refusal(alreadyUnderWay, { facts: { referralId: underWay } });
  if (facts.partOf && !(follows && redirectable.includes(follows.status)))
    throw new Refusal(nothingToFollow, { pointer: '/partOf' });
  const consent =
    permission.kind === 'granted'
      ? { consentRef: permission.consentRef, consentUntil: permission.until }
      : { consentRef: null, consentUntil: null };
  return [{ type: 'ReferralDrafted', ...facts, ...consent }];
}

/** R33: what was refused, or answered by nobody, may go to another receiver. */
const redirectable: readonly ReferralStatus[] = ['declined', 'expired'];

/** R9: consent is asked for by data class, so a referral says which it carries. */
function namesWhatItCarries(dataClasses: readonly string[], carries: Record<string, unknown>): void {
  const missing = Object.keys(carries).filter((name) => carries[name] && !dataClasses.includes(name));
  if (missing.length > 0)
    throw new Refusal(dataClassMissing, { pointer: '/dataClasses', facts: { missing } });
}

/** What the hub knows of the person’s consent to this referral, at this moment. */
export type Permission =
  | { readonly kind: 'granted'; readonly consentRef: string; readonly until: Date }
  | { readonly kind: 'refused' }
  | { readonly kind: 'not_fresh' };

/** R9: a live grant covers recipient, purpose and data class at the time of sending, or nothing leaves. */
export function send(
  state: Referral,
  given: { organizationId: string; permission: Permission; at: Date },
): ReferralEvent[] {
  mustBeSender(state, given.organizationId);
  mustBe(state, 'draft', 'awaiting_consent_check');
  if (given.permission.kind === 'refused')
    throw new Refusal(consentMissing, { facts: { missing: asked(state) } });
  return sendIfGranted(state, given);
}

/** The model of consents is fresh again: what waited is sent, or goes back to its sender. */
export function sendWhenChecked(
  state: Referral,
  given: { permission: Permission; at: Date },
): ReferralEvent[] {
  if (state.status !== 'awaiting_consent_check') return [];
  if (given.permission.kind === 'refused') return [{ type: 'ConsentMissing', at: given.at }];
  return sendIfGranted(state, given);
}

function sendIfGranted(
  state: Referral,
  { permission, at }: { permission: Permission; at: Date },
): ReferralEvent[] {
  if (permission.kind === 'granted')
    return [sent(factsOf(state), at, permission.consentRef, permission.until)];
  return state.status === 'draft' ? [{ type: 'ConsentCheckAwaited' }] : [];
}

function sent(
  facts: ReferralFacts,
  at: Date,
  consentRef: string | null = null,
  consentUntil: Date | null = null,
): ReferralEvent {
  const dueAt = responseDueAt(facts.serviceType, at, facts.regionCode);
  return { type: 'ReferralSent', ...facts, sentAt: at, responseDueAt: dueAt, consentRef, consentUntil };
}

function factsOf(state: Referral): ReferralFacts {
  const { requestId, partOf, senderOrganizationId, receiverOrganizationId, serviceType } = state;
  const { regionCode, needs, priority, purpose, dataClasses } = state;
  return {
    requestId,
    partOf,
    senderOrganizationId,
    receiverOrganizationId,
    serviceType,
    regionCode,
    needs,
    priority,
    purpose,
    dataClasses,
  };
}

/** What a grant must cover. */
function asked({ receiverOrganizationId, purpose, dataClasses }: Referral) {
  return { recipientOrganizationId: receiverOrganizationId, purpose, dataClasses };
}

/** R11: a consent has shrunk, and this is what covers the referral now. A draft that stood on none is not concerned. */
export function reviewConsent(
  state: Referral,
  {
    permission,
    mayBeCovered = false,
    reasonCode,
    at,
  }: { permission: Permission; mayBeCovered?: boolean; reasonCode: string; at: Date },
): ReferralEvent[] {
  if (state.consentRef === null) return [];
  if (permission.kind === 'refused') {
    // The receiver sees nothing already: what is waited for decides, whatever else ends meanwhile.
    if (state.consentDoubt) return [];
    const events = endConsent(state, { reasonCode, at });
    return mayBeCovered && events.length > 0 ? [{ type: 'ConsentDoubted', reasonCode, at }] : events;
  }
  if (permission.kind === 'not_fresh' || state.sharingStopped) return [];
  const { consentRef, until } = permission;
  const isSame = state.consentRef === consentRef && state.consentUntil?.getTime() === until.getTime();
  return isSame ? [] : [{ type: 'ConsentReplaced', consentRef, consentUntil: until }];
}

/** So long, in milliseconds, it is waited for a consent that others know of already. */
const doubtLastsMax = 10_000;

/** The consent that was waited for covers it, or nobody has told of one in time. */
export function resolveDoubt(
  state: Referral,
  { permission, at }: { permission: Permission; at: Date },
): ReferralEvent[] {
  const { consentDoubt: reasonCode, consentUntil } = state;
  if (reasonCode === null) return [];
  const isOver = at.getTime() - consentUntil!.getTime() >= doubtLastsMax;
  return permission.kind === 'refused' && isOver
    ? endConsent(state, { reasonCode, at })
    : reviewConsent(state, { permission, reasonCode, at });
}

/** R11: what was not accepted never will be; a service that runs goes on, for the worker to ask the person. */
export function endConsent(
  state: Referral,
  { reasonCode, at }: { reasonCode: string; at: Date },
): ReferralEvent[] {
  const withdrawn: ReferralEvent = { type: 'ReferralWithdrawn', reasonCode, at };
  const recalled: ReferralEvent = { type: 'ReferralRecalled', at };
  if (state.status === 'draft' || state.status === 'awaiting_consent_check') return [withdrawn];
  if (awaitsResponse.includes(state.status)) return [withdrawn, recalled];
  if (ended.includes(state.status)) return state.receiverSees ? [recalled] : [];
  return state.sharingStopped ? [] : [{ type: 'SharingStopped', at }, recalled];
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

/** Domain 3.2, met: the receiver serves the person where no bed is asked for, or before there is one. */
export function meet(state: Referral, by: { organizationId: string; at: Date }): ReferralEvent[] {
  mustBeReceiver(state, by.organizationId);
  mustBe(state, 'scheduled');
  return [{ type: 'ServiceStarted', holdId: null, at: by.at }];
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
  mustBe(state, 'draft', 'awaiting_consent_check', ...awaitsResponse, 'accepted', 'scheduled');
  return [{ type: 'ReferralCancelled', reasonCode: given.reasonCode }];
}

/** The liaison request was withdrawn: what has not begun is called off. */
export function cancelWithRequest(state: Referral): ReferralEvent[] {
  const open: readonly ReferralStatus[] = [...awaitsResponse, 'accepted', 'scheduled'];
  return open.includes(state.status) ? [{ type: 'ReferralCancelled', reasonCode: 'request_withdrawn' }] : [];
}

/** R29: unanswered goes to the hub, then to the national level, then it expires and the sender is told. */
export function missResponse(state: Referral, at: Date): ReferralEvent[] {
  const dueAt = responseDueAt(state.serviceType, at, state.regionCode);
  if (state.status === 'sent' || state.status === 'received')
    return [{ type: 'ReferralEscalated', level: 'hub', responseDueAt: dueAt }];
  if (state.status === 'escalated_hub')
    return [{ type: 'ReferralEscalated', level: 'national', responseDueAt: dueAt }];
  if (state.status === 'escalated_national') return [{ type: 'ReferralExpired', at }];
  return [];
}
