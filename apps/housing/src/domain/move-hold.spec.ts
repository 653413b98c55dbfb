import { describe, expect, it } from '@jest/globals';
import {
  at,
  givenHold,
  holdConfirmed,
  holdExpired,
  holdPlaced,
  hub,
  otherProvider,
  provider,
} from './given.js';
import { holdStatusAt, type HoldEvent } from './hold.js';
import { confirm, extend, letGo, letTimePass, recordArrival, release, withdraw } from './move-hold.js';

const byHub = (minutes: number) => ({ organizationId: hub, now: at(minutes), reasonCode: 'person_declined' });
const byProvider = (minutes: number) => ({ organizationId: provider, now: at(minutes), reasonCode: 'full' });
const types = (events: readonly HoldEvent[]) => events.map((event) => event.type);

describe('a hold that nobody confirmed', () => {
  const hold = givenHold(holdPlaced);

  it('shows as expired from its expiry on, whether or not the timer ran (R39)', () => {
    expect(holdStatusAt(hold, at(89))).toBe('held');
    expect(holdStatusAt(hold, at(90))).toBe('expired');
  });

  it('cannot be confirmed after its expiry (R39)', () => {
    expect(() => confirm(hold, byProvider(90))).toThrow(
      expect.objectContaining({ code: 'hold/expired', kind: 'conflict' }),
    );
  });

  it('is written down as expired by the timer, and left alone before', () => {
    expect(letTimePass(hold, at(89))).toEqual([]);
    expect(types(letTimePass(hold, at(90)))).toEqual(['HoldExpired']);
  });

  it('becomes an arrival if the provider takes the person in all the same (R40)', () => {
    expect(types(recordArrival(hold, byProvider(95)))).toEqual(['HoldArrived']);
    expect(types(recordArrival(givenHold(holdPlaced, holdExpired), byProvider(95)))).toEqual(['HoldArrived']);
  });
});

describe('extending a hold', () => {
  it('gives it its own length again, once (R40)', () => {
    const extended = extend(givenHold(holdPlaced), byHub(80));
    expect(extended).toEqual([expect.objectContaining({ type: 'HoldExtended', expiresAt: at(180) })]);
    expect(() => extend(givenHold(holdPlaced, ...extended), byHub(100))).toThrow(
      expect.objectContaining({ code: 'hold/extended-already' }),
    );
  });

  it('moves the expiry for confirmation and timer alike', () => {
    const hold = givenHold(holdPlaced, ...extend(givenHold(holdPlaced), byHub(80)));
    expect(letTimePass(hold, at(120))).toEqual([]);
    expect(types(confirm(hold, byProvider(120)))).toEqual(['HoldConfirmed']);
  });

  it('is refused once confirmed or expired', () => {
    expect(() => extend(givenHold(holdPlaced, holdConfirmed), byHub(10))).toThrow(
      expect.objectContaining({ code: 'hold/not-in-this-state' }),
    );
    expect(() => extend(givenHold(holdPlaced), byHub(91))).toThrow(
      expect.objectContaining({ code: 'hold/expired' }),
    );
  });
});

describe('a confirmed hold', () => {
  const hold = givenHold(holdPlaced, holdConfirmed);

  it('waits for the person at least as long as the hold would have lasted', () => {
    expect(confirm(givenHold(holdPlaced), byProvider(10))).toEqual([
      expect.objectContaining({ type: 'HoldConfirmed', arrivalExpectedBy: at(100) }),
    ]);
  });

  it('ends as arrived when the person comes', () => {
    expect(types(recordArrival(hold, byProvider(50)))).toEqual(['HoldArrived']);
  });

  it('ends as no-show when the arrival window has passed, judged at read too (3.3b)', () => {
    expect(holdStatusAt(hold, at(100))).toBe('no_show');
    expect(types(letTimePass(hold, at(100)))).toEqual(['HoldNoShow']);
    expect(() => recordArrival(hold, byProvider(100))).toThrow(
      expect.objectContaining({ code: 'hold/not-in-this-state' }),
    );
  });

  it('can be released by the requester and withdrawn by the provider, with a code', () => {
    expect(release(hold, byHub(20))).toEqual([expect.objectContaining({ reasonCode: 'person_declined' })]);
    expect(withdraw(hold, byProvider(20))).toEqual([expect.objectContaining({ reasonCode: 'full' })]);
  });
});

describe('who may move a hold (R30)', () => {
  const hold = givenHold(holdPlaced);
  it.each([
    ['extend', () => extend(hold, byProvider(1)), 'hold/not-the-requester'],
    ['release', () => release(hold, byProvider(1)), 'hold/not-the-requester'],
    ['confirm', () => confirm(hold, byHub(1)), 'hold/not-the-provider'],
    ['record an arrival', () => recordArrival(hold, byHub(1)), 'hold/not-the-provider'],
    [
      'withdraw',
      () => withdraw(hold, { ...byHub(1), organizationId: otherProvider }),
      'hold/not-the-provider',
    ],
  ])('the other side cannot %s', (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ code, kind: 'forbidden' }));
  });
});

it('an ended hold stays as it ended, whatever time passes or the request does', () => {
  const arrived = givenHold(holdPlaced, ...recordArrival(givenHold(holdPlaced), byProvider(5)));
  expect(letTimePass(arrived, at(500))).toEqual([]);
  expect(letGo(arrived, 'other_place_found')).toEqual([]);
  expect(() => release(arrived, byHub(6))).toThrow(
    expect.objectContaining({ code: 'hold/not-in-this-state' }),
  );
});
