import { describe, expect, it } from '@jest/globals';
import {
  attemptsMax,
  judgeAttempt,
  readRetryAfter,
  retryDelaysSeconds,
  type AttemptOutcome,
} from './delivery.js';
import {
  activate,
  deleteSubscription,
  deliveryGivenUp,
  deliverySucceeded,
  evolveSubscription,
  exhaustedInARowMax,
  pause,
  requestVerification,
  resume,
  rotateSecret,
  wants,
  type Subscription,
  type SubscriptionEvent,
  type SubscriptionState,
} from './subscription.js';

const created: SubscriptionEvent = {
  type: 'SubscriptionCreated',
  audience: 'parties',
  organizationId: '00000000-0000-7000-8000-0000000000a1',
  url: 'https://partner.example/events',
  eventTypes: ['*'],
};
const given = (...events: SubscriptionEvent[]) =>
  [created, ...events].reduce<Subscription | null>(evolveSubscription, null)!;
const active: SubscriptionEvent = { type: 'SubscriptionActivated' };
const subscriptionIn: Readonly<Record<SubscriptionState, Subscription>> = {
  pending_verification: given(),
  active: given(active),
  paused: given(active, { type: 'SubscriptionPaused' }),
  disabled: given(active, { type: 'SubscriptionDisabled', reasonCode: 'endpoint_gone' }),
  deleted: given({ type: 'SubscriptionDeleted' }),
};
const states = Object.keys(subscriptionIn) as SubscriptionState[];

describe('a subscription (domain 3.5)', () => {
  it.each([
    ['requestVerification', requestVerification, ['pending_verification', 'disabled']],
    ['pause', pause, ['active']],
    ['resume', resume, ['paused']],
    ['rotateSecret', rotateSecret, ['pending_verification', 'active', 'paused', 'disabled']],
    ['deleteSubscription', deleteSubscription, ['pending_verification', 'active', 'paused', 'disabled']],
  ] as const)('%s is refused where it makes no sense', (_, decide, allowed) => {
    const refused = states.filter((state) => {
      try {
        decide(subscriptionIn[state]);
        return false;
      } catch (error) {
        expect(error).toMatchObject({ code: 'subscription/not-in-this-state', more: { facts: { state } } });
        return true;
      }
    });
    expect(refused).toEqual(states.filter((state) => !(allowed as readonly string[]).includes(state)));
  });

  it('hears nothing before its endpoint gave the challenge back (R64); a challenge that comes twice changes nothing', () => {
    expect(given().state).toBe('pending_verification');
    expect(activate(given())).toEqual([active]);
    expect(activate(subscriptionIn.active)).toEqual([]);
    expect(activate(subscriptionIn.deleted)).toEqual([]);
    expect(activate(subscriptionIn.disabled)).toEqual([active]);
  });

  it('410 disables it at once (R64)', () => {
    expect(deliveryGivenUp(subscriptionIn.active, true)).toEqual([
      { type: 'SubscriptionDisabled', reasonCode: 'endpoint_gone' },
    ]);
  });

  it('five deliveries given up in a row disable it; one success between them does not (R64)', () => {
    let state = subscriptionIn.active;
    for (let times = 1; times < exhaustedInARowMax; times += 1)
      state = deliveryGivenUp(state, false).reduce<Subscription>(evolveSubscription, state);
    expect(state).toMatchObject({ state: 'active', exhaustedInARow: 4 });
    const recovered = deliverySucceeded(state).reduce<Subscription>(evolveSubscription, state);
    expect(recovered.exhaustedInARow).toBe(0);
    const ended = deliveryGivenUp(state, false).reduce<Subscription>(evolveSubscription, state);
    expect(ended).toMatchObject({ state: 'disabled', disabledReason: 'deliveries_exhausted' });
  });

  it('wants what it asked for: everything, all of one service, or one type', () => {
    expect(wants(['*'], 'housing.hold-placed.v1')).toBe(true);
    expect(wants(['housing.*'], 'housing.hold-placed.v1')).toBe(true);
    expect(wants(['housing.*'], 'housingother.hold-placed.v1')).toBe(false);
    expect(wants(['housing.hold-placed.v1'], 'housing.hold-placed.v2')).toBe(false);
    expect(wants([], 'housing.hold-placed.v1')).toBe(false);
  });
});

describe('one attempt of a delivery', () => {
  const now = new Date('2026-11-24T03:00:00.000Z');
  const answered = (status: number, retryAfterSeconds: number | null = null): AttemptOutcome => ({
    kind: 'answered',
    status,
    retryAfterSeconds,
  });

  it.each([200, 201, 202, 204, 299])('%d has arrived', (status) => {
    expect(judgeAttempt(1, answered(status), now, 0)).toEqual({ next: 'delivered' });
  });

  it('410 is given up at once', () => {
    expect(judgeAttempt(1, answered(410), now, 0)).toEqual({ next: 'dead_lettered', because: 'gone' });
  });

  it.each([300, 302, 400, 401, 403, 404, 408, 425, 429, 500, 503])(
    '%d is tried again: a wrong token for ten minutes must not lose events',
    (status) => expect(judgeAttempt(1, answered(status), now, 0)).toMatchObject({ next: 'retry_wait' }),
  );

  it('no answer at all is tried again', () => {
    expect(judgeAttempt(1, { kind: 'failed', error: 'ECONNREFUSED' }, now, 0)).toEqual({
      next: 'retry_wait',
      at: new Date(now.getTime() + 1_000),
    });
  });

  it('the pauses grow, with at most a fifth of jitter, until the schedule is spent', () => {
    for (const [index, seconds] of retryDelaysSeconds.entries()) {
      const [least, most] = [0, 1].map((jitter) => judgeAttempt(index + 1, answered(500), now, jitter));
      expect(least).toEqual({ next: 'retry_wait', at: new Date(now.getTime() + seconds * 1_000) });
      expect(most).toEqual({ next: 'retry_wait', at: new Date(now.getTime() + seconds * 1_200) });
    }
    expect(judgeAttempt(attemptsMax, answered(500), now, 0)).toEqual({
      next: 'dead_lettered',
      because: 'exhausted',
    });
  });

  it('Retry-After is obeyed, and never for longer than a day', () => {
    expect(judgeAttempt(1, answered(429, 120), now, 0)).toEqual({
      next: 'retry_wait',
      at: new Date(now.getTime() + 120_000),
    });
    expect(judgeAttempt(1, answered(503, 10_000_000), now, 0)).toEqual({
      next: 'retry_wait',
      at: new Date(now.getTime() + 86_400_000),
    });
  });
});

describe('Retry-After (RFC 9110, 10.2.3)', () => {
  const now = new Date('2026-11-26T10:00:00Z');

  it.each([
    ['120', 120],
    ['Thu, 26 Nov 2026 10:02:00 GMT', 120],
    ['Thu, 26 Nov 2026 09:58:00 GMT', null],
    ['0', null],
    ['-5', null],
    ['soon', null],
    ['2026-11-26', null],
    [undefined, null],
  ])('that says %s asks for %s seconds', (written, seconds) => {
    expect(readRetryAfter(written, now)).toBe(seconds);
  });

  it('as a date is obeyed for a day at most, as seconds are', () => {
    const retryAfterSeconds = readRetryAfter('Thu, 31 Dec 2026 10:00:00 GMT', now);
    expect(judgeAttempt(1, { kind: 'answered', status: 503, retryAfterSeconds }, now, 0)).toEqual({
      next: 'retry_wait',
      at: new Date('2026-11-27T10:00:00Z'),
    });
  });
});
