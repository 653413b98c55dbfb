import { describe, expect, it } from '@jest/globals';
import {
  accept,
  cancel,
  cancelWithRequest,
  complete,
  decline,
  missResponse,
  open,
  schedule,
  send,
  startService,
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
const [sentEvent] = send(routed, at(0));
const given = (...events: ReferralEvent[]) => [sentEvent!, ...events].reduce<Referral | null>(evolve, null)!;
const received: ReferralEvent = { type: 'ReferralReceived', at: at(5) };
const accepted: ReferralEvent = { type: 'ReferralAccepted', at: at(10) };
const started: ReferralEvent = { type: 'ServiceStarted', holdId, at: at(60) };

const referralIn: Readonly<Record<ReferralStatus, Referral>> = {
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
};
const statuses = Object.keys(referralIn) as ReferralStatus[];
const waiting: ReferralStatus[] = ['sent', 'received', 'escalated_hub', 'escalated_national'];

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
  complete: {
    decide: (state, organizationId) => complete(state, { organizationId, outcome: 'served' }),
    by: hub,
    from: ['in_service'],
    to: 'completed',
  },
  cancel: {
    decide: (state, organizationId) => cancel(state, { organizationId, reasonCode: 'person_declined' }),
    by: ngo,
    from: [...waiting, 'accepted', 'scheduled'],
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
  it('always has a time by which an answer is due (R29), and no participant until consents exist', () => {
    const state = referralIn.sent;
    expect(state.responseDueAt.getTime()).toBeGreaterThan(state.sentAt.getTime());
    expect(Object.keys(state).filter((name) => /participant|person|consent/i.test(name))).toEqual([]);
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
    const after = startService(referralIn[status], { holdId, at: at(60) }).reduce<Referral>(
      evolve,
      referralIn[status],
    );
    expect(after).toMatchObject({ status: 'in_service', holdId });
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
