import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#libs/kernel';
import {
  accept,
  cancel,
  cancelWithRequest,
  complete,
  decline,
  draft,
  meet,
  missResponse,
  open,
  resolveDoubt,
  reviewConsent,
  schedule,
  send,
  sendRouted,
  sendWhenChecked,
  startService,
  type Permission,
} from './refer.js';
import { evolve, waitingOn, type Referral, type ReferralEvent, type ReferralStatus } from './referral.js';

const ngo = '00000000-0000-7000-8000-0000000000a1';
const hub = '00000000-0000-7000-8000-0000000000a2';
const stranger = '00000000-0000-7000-8000-0000000000a3';
const holdId = '00000000-0000-7000-8000-0000000000b1';
const start = Date.parse('2026-11-24T17:00:00.000Z');
const at = (minutes: number) => new Date(start + minutes * 60_000);

const routed = {
  requestId: '00000000-0000-7000-8000-0000000000c1',
  senderOrganizationId: ngo,
  receiverOrganizationId: hub,
  serviceType: 'shelter',
  regionCode: '3520005',
  needs: ['emergency_bed'],
  priority: 'urgent',
};
const [routedEvent] = sendRouted(routed, at(0));

/** A referral of a person, on a grant that lasts for a year. */
const granted: Permission = {
  kind: 'granted',
  consentRef: '00000000-0000-4000-8000-0000000000d1',
  until: at(365 * 24 * 60),
};
const another: Permission = { ...granted, consentRef: '00000000-0000-4000-8000-0000000000d2' };
const refused: Permission = { kind: 'refused' };
const notFresh: Permission = { kind: 'not_fresh' };
const ofPerson = {
  ...routed,
  requestId: null,
  partOf: null,
  purpose: 'referral',
  dataClasses: ['needs', 'age_band'],
  ageBand: '18_to_24',
  hasNote: false,
  isErased: false,
  underWay: null,
  follows: undefined,
  permission: granted,
};

const received: ReferralEvent = { type: 'ReferralReceived', at: at(5) };
const accepted: ReferralEvent = { type: 'ReferralAccepted', at: at(10) };
const started: ReferralEvent = { type: 'ServiceStarted', holdId, at: at(60) };
const after = (state: Referral | null, ...events: readonly ReferralEvent[]) =>
  events.reduce<Referral | null>(evolve, state)!;

const drafted = after(null, ...draft(ofPerson));
const awaiting = after(drafted, ...send(drafted, { organizationId: ngo, permission: notFresh, at: at(0) }));
const [sentEvent] = send(drafted, { organizationId: ngo, permission: granted, at: at(0) });

/** A referral in every state it can be in, from the event that sent it; what comes before is a person’s alone. */
function everyState(sent: ReferralEvent): Readonly<Record<ReferralStatus, Referral>> {
  const given = (...events: readonly ReferralEvent[]) => after(null, sent, ...events);
  return {
    draft: drafted,
    awaiting_consent_check: awaiting,
    sent: given(),
    received: given(received),
    escalated_hub: given({ type: 'ReferralEscalated', level: 'hub', responseDueAt: at(60) }),
    escalated_national: given({ type: 'ReferralEscalated', level: 'national', responseDueAt: at(60) }),
    accepted: given(received, accepted),
    scheduled: given(received, accepted, { type: 'ReferralScheduled', at: at(20) }),
    in_service: given(received, accepted, started),
    completed: given(received, accepted, started, { type: 'ReferralCompleted', outcome: 'served' }),
    declined: given({ type: 'ReferralDeclined', reasonCode: 'no_capacity' }),
    cancelled: given({ type: 'ReferralCancelled', reasonCode: 'person_declined' }),
    expired: given({ type: 'ReferralExpired', at: at(300) }),
    withdrawn: given({ type: 'ReferralWithdrawn', reasonCode: 'consent_withdrawn', at: at(30) }),
  };
}
const referralIn = everyState(routedEvent!);
const personIn = everyState(sentEvent!);
const statuses = Object.keys(referralIn) as ReferralStatus[];
const waiting: ReferralStatus[] = ['sent', 'received', 'escalated_hub', 'escalated_national'];
const ended = { permission: refused, reasonCode: 'consent_withdrawn', at: at(90) };

function refusalOf(decide: () => unknown): Refusal {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

interface Command {
  readonly decide: (state: Referral, organizationId: string) => ReferralEvent[];
  readonly by: string;
  readonly from: readonly ReferralStatus[];
  readonly to: ReferralStatus;
}

const commands: Readonly<Record<string, Command>> = {
  open: {
    decide: (state, organizationId) => open(state, { organizationId, at: at(5) }),
    by: hub,
    from: ['sent'],
    to: 'received',
  },
  accept: {
    decide: (state, organizationId) => accept(state, { organizationId, at: at(10) }),
    by: hub,
    from: ['received', 'escalated_hub', 'escalated_national'],
    to: 'accepted',
  },
  decline: {
    decide: (state, organizationId) => decline(state, { organizationId, reasonCode: 'no_capacity' }),
    by: hub,
    from: waiting,
    to: 'declined',
  },
  schedule: {
    decide: (state, organizationId) => schedule(state, { organizationId, at: at(20) }),
    by: hub,
    from: ['accepted'],
    to: 'scheduled',
  },
  meet: {
    decide: (state, organizationId) => meet(state, { organizationId, at: at(60) }),
    by: hub,
    from: ['scheduled'],
    to: 'in_service',
  },
  complete: {
    decide: (state, organizationId) => complete(state, { organizationId, outcome: 'served' }),
    by: hub,
    from: ['in_service'],
    to: 'completed',
  },
  cancel: {
    decide: (state, organizationId) => cancel(state, { organizationId, reasonCode: 'person_declined' }),
    by: ngo,
    from: ['draft', 'awaiting_consent_check', ...waiting, 'accepted', 'scheduled'],
    to: 'cancelled',
  },
};

describe.each(Object.entries(commands))('%s', (_, { decide, by, from, to }) => {
  it.each(from.map((status) => [status]))(`leads from %s to ${to}`, (status) => {
    expect(decide(referralIn[status], by).reduce<Referral>(evolve, referralIn[status]).status).toBe(to);
  });

  it.each(statuses.filter((status) => !from.includes(status)).map((status) => [status]))(
    'is refused where the referral is %s',
    (status) => {
      expect(() => decide(referralIn[status], by)).toThrow(
        expect.objectContaining({
          code: 'referral/not-in-this-state',
          more: expect.objectContaining({ facts: expect.objectContaining({ state: status }) }),
        }),
      );
    },
  );

  it('is nobody else’s to do (R30)', () => {
    for (const other of [ngo, hub, stranger].filter((one) => one !== by))
      expect(() => decide(referralIn[from[0]!], other)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^referral\//) }),
      );
  });
});

describe('a referral that is sent', () => {
  it('always has a time by which an answer is due (R29)', () => {
    for (const { sentAt, responseDueAt } of [referralIn.sent, personIn.sent])
      expect(responseDueAt!.getTime()).toBeGreaterThan(sentAt!.getTime());
  });

  it('refers to nobody where a request was routed: no consent is needed (R2, R7)', () => {
    expect(referralIn.sent).toMatchObject({ purpose: null, dataClasses: [], consentRef: null });
    for (const status of statuses.filter((one) => referralIn[one].purpose === null))
      expect(reviewConsent(referralIn[status], ended)).toEqual([]);
  });
});

describe('a draft', () => {
  it('names each class of data that it carries, so that a consent can cover it (R9)', () => {
    expect(refusalOf(() => draft({ ...ofPerson, dataClasses: ['status'], hasNote: true }))).toMatchObject({
      code: 'referral/data-class-missing',
      more: { facts: { missing: ['needs', 'age_band', 'note'] } },
    });
    const without = { ...ofPerson, needs: [], ageBand: null, dataClasses: ['status'] };
    expect(draft(without)).toHaveLength(1);
  });

  it('of a person who is being referred there for this already is refused, with that referral’s id (R34)', () => {
    expect(refusalOf(() => draft({ ...ofPerson, underWay: holdId }))).toMatchObject({
      code: 'referral/already-under-way',
      more: { facts: { referralId: holdId } },
    });
  });

  it('of a person who was erased is refused (R18)', () => {
    expect(refusalOf(() => draft({ ...ofPerson, isErased: true }))).toMatchObject({
      code: 'referral/person-erased',
      more: { pointer: '/participantRef' },
    });
  });

  it('goes to another organization than the sender', () => {
    expect(refusalOf(() => draft({ ...ofPerson, receiverOrganizationId: ngo })).code).toBe(
      'referral/receiver-is-sender',
    );
  });

  it('follows one that was declined or expired, and no other (R33)', () => {
    const follow = (follows: Referral | undefined) => () => draft({ ...ofPerson, partOf: holdId, follows });
    for (const status of statuses) {
      if (status === 'declined' || status === 'expired') expect(follow(personIn[status])()).toHaveLength(1);
      else expect(refusalOf(follow(personIn[status])).code).toBe('referral/nothing-to-follow');
    }
    expect(refusalOf(follow(undefined)).code).toBe('referral/nothing-to-follow');
  });

  it('has nothing that its receiver may see', () => {
    for (const state of [personIn.draft, personIn.awaiting_consent_check])
      expect(state).toMatchObject({ receiverSees: false, sentAt: null, responseDueAt: null });
  });
});

describe('sending a draft (R9)', () => {
  const sendAs = (state: Referral, permission: Permission, organizationId = ngo) =>
    send(state, { organizationId, permission, at: at(0) });

  it('needs a consent that covers receiver, purpose and data at this moment; it stands on that from then on', () => {
    expect(after(drafted, ...sendAs(drafted, granted))).toMatchObject({
      status: 'sent',
      consentRef: '00000000-0000-4000-8000-0000000000d1',
      consentUntil: at(365 * 24 * 60),
      receiverSees: true,
    });
  });

  it('is refused without one, and says what to ask the person for', () => {
    expect(refusalOf(() => sendAs(drafted, refused))).toMatchObject({
      code: 'referral/consent-missing',
      more: {
        facts: {
          missing: { recipientOrganizationId: hub, purpose: 'referral', dataClasses: ['needs', 'age_band'] },
        },
      },
    });
  });

  it('waits where the hub does not know what the person says now: closed, not open', () => {
    expect(awaiting).toMatchObject({ status: 'awaiting_consent_check', receiverSees: false });
    expect(sendAs(awaiting, notFresh)).toEqual([]);
    expect(sendWhenChecked(awaiting, { permission: notFresh, at: at(1) })).toEqual([]);
  });

  it('goes on by itself once it is known: sent, or a draft again', () => {
    const checked = (permission: Permission) =>
      after(awaiting, ...sendWhenChecked(awaiting, { permission, at: at(1) }));
    expect(checked(granted)).toMatchObject({ status: 'sent', sentAt: at(1), receiverSees: true });
    expect(checked(refused)).toMatchObject({ status: 'draft', consentRef: null, receiverSees: false });
  });

  it.each(statuses.filter((status) => status !== 'awaiting_consent_check').map((status) => [status]))(
    'a check that comes late changes nothing where the referral is %s',
    (status) => expect(sendWhenChecked(personIn[status], { permission: granted, at: at(1) })).toEqual([]),
  );

  it.each(
    statuses
      .filter((status) => status !== 'draft' && status !== 'awaiting_consent_check')
      .map((status) => [status]),
  )('is refused where the referral is %s', (status) =>
    expect(refusalOf(() => sendAs(personIn[status], granted)).code).toBe('referral/not-in-this-state'),
  );

  it('is nobody else’s to do (R30)', () => {
    for (const other of [hub, stranger])
      expect(refusalOf(() => sendAs(drafted, granted, other)).code).toBe('referral/sender-only');
  });
});

describe('a consent ends (R11)', () => {
  const typesIn = (status: ReferralStatus, given = ended) =>
    reviewConsent(personIn[status], given).map((event) => event.type);
  const running: ReferralStatus[] = ['accepted', 'scheduled', 'in_service'];

  it.each(waiting.map((status) => [status]))('%s becomes withdrawn, and is recalled', (status) => {
    expect(typesIn(status)).toEqual(['ReferralWithdrawn', 'ReferralRecalled']);
    expect(after(personIn[status], ...reviewConsent(personIn[status], ended))).toMatchObject({
      status: 'withdrawn',
      reasonCode: 'consent_withdrawn',
      receiverSees: false,
    });
  });

  it.each([['draft'], ['awaiting_consent_check']] as const)(
    '%s becomes withdrawn; there is nothing to recall',
    (status) => expect(typesIn(status)).toEqual(['ReferralWithdrawn']),
  );

  it('a draft that stood on no consent is not concerned by the end of another', () => {
    const none = after(null, ...draft({ ...ofPerson, permission: refused }));
    expect(reviewConsent(none, ended)).toEqual([]);
  });

  it.each(running.map((status) => [status]))('%s goes on, and shares nothing more', (status) => {
    expect(typesIn(status)).toEqual(['SharingStopped', 'ReferralRecalled']);
    const stopped = after(personIn[status], ...reviewConsent(personIn[status], ended));
    expect(stopped).toMatchObject({ status, sharingStopped: true, receiverSees: true });
    expect(reviewConsent(stopped, ended)).toEqual([]);
  });

  it('what has ended stays as it ended; what was completed is the receiver’s no longer (R36)', () => {
    expect(typesIn('completed')).toEqual(['ReferralRecalled']);
    const recalled = after(personIn.completed, ...reviewConsent(personIn.completed, ended));
    expect(recalled).toMatchObject({ status: 'completed', receiverSees: false });
    for (const status of ['declined', 'cancelled', 'expired', 'withdrawn'] as const)
      expect(typesIn(status)).toEqual([]);
  });

  it('but not where another one covers it: it stands on that', () => {
    for (const status of [...waiting, ...running]) {
      const events = reviewConsent(personIn[status], { ...ended, permission: another });
      expect(after(personIn[status], ...events)).toMatchObject({
        status,
        sharingStopped: false,
        consentRef: '00000000-0000-4000-8000-0000000000d2',
      });
      expect(reviewConsent(personIn[status], { ...ended, permission: granted })).toEqual([]);
    }
  });

  it('nor at once where another one is said to live: nothing else that ends meanwhile decides it', () => {
    const doubted = after(personIn.sent, ...reviewConsent(personIn.sent, { ...ended, mayBeCovered: true }));
    expect(reviewConsent(doubted, ended)).toEqual([]);
    expect(reviewConsent(doubted, { ...ended, mayBeCovered: true })).toEqual([]);
    const later = (seconds: number) => new Date(ended.at.getTime() + seconds * 1_000);
    expect(resolveDoubt(doubted, { permission: refused, at: later(9) })).toEqual([]);
    const covered = after(doubted, ...resolveDoubt(doubted, { permission: another, at: later(9) }));
    expect(covered).toMatchObject({ status: 'sent', consentDoubt: null });
    const given = after(doubted, ...resolveDoubt(doubted, { permission: refused, at: later(10) }));
    expect(given).toMatchObject({
      status: 'withdrawn',
      reasonCode: 'consent_withdrawn',
      receiverSees: false,
    });
  });
});

describe('the receiver of a person’s referral (R36)', () => {
  it('sees it until it is over, and afterwards only where it was completed with a consent that goes on', () => {
    const seen = statuses.filter((status) => personIn[status].receiverSees);
    expect(seen).toEqual([...waiting, 'accepted', 'scheduled', 'in_service', 'completed']);
    const stopped = after(personIn.in_service, { type: 'SharingStopped', at: at(70) });
    const completed = after(stopped, { type: 'ReferralCompleted', outcome: 'served' });
    expect(completed).toMatchObject({ status: 'completed', receiverSees: false });
  });

  it('keeps what refers to nobody', () => {
    const notAPersons = statuses.filter((status) => referralIn[status].purpose === null);
    expect(notAPersons.filter((status) => !referralIn[status].receiverSees)).toEqual([]);
  });
});

describe('nobody answers (R29)', () => {
  it('it goes to the hub, then to the national level, then it expires and it is the sender’s turn', () => {
    const road = [referralIn.sent.status];
    let state = referralIn.sent;
    for (let minute = 60; road.length < 4; minute += 60) {
      state = missResponse(state, at(minute)).reduce<Referral>(evolve, state);
      road.push(state.status);
    }
    expect(road).toEqual(['sent', 'escalated_hub', 'escalated_national', 'expired']);
    expect(waitingOn(state.status)).toBe('sender');
  });

  it('each escalation sets the clock anew', () => {
    expect(missResponse(referralIn.received, at(500))).toEqual([
      { type: 'ReferralEscalated', level: 'hub', responseDueAt: expect.any(Date) },
    ]);
    const [escalated] = missResponse(referralIn.received, at(500));
    expect((escalated as { responseDueAt: Date }).responseDueAt.getTime()).toBeGreaterThan(at(500).getTime());
  });

  it.each(statuses.filter((status) => !waiting.includes(status)).map((status) => [status]))(
    'a clock that rings late does nothing where the referral is %s',
    (status) => expect(missResponse(referralIn[status], at(500))).toEqual([]),
  );
});

describe('the person arrives', () => {
  it.each([['accepted'], ['scheduled']] as const)('service starts where the referral is %s', (status) => {
    const begun = after(referralIn[status], ...startService(referralIn[status], { holdId, at: at(60) }));
    expect(begun).toMatchObject({ status: 'in_service', holdId });
  });

  it.each(
    statuses.filter((status) => status !== 'accepted' && status !== 'scheduled').map((status) => [status]),
  )('nothing changes where it is %s: an arrival that comes twice, or too late, is no fault', (status) =>
    expect(startService(referralIn[status], { holdId, at: at(60) })).toEqual([]),
  );
});

it('a request that is withdrawn calls off what has not begun, and leaves what has', () => {
  for (const status of statuses) {
    const cancelled = [...waiting, 'accepted', 'scheduled'].includes(status);
    expect(cancelWithRequest(referralIn[status])).toHaveLength(cancelled ? 1 : 0);
  }
});
