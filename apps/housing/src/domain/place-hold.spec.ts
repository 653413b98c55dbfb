import { describe, expect, it } from '@jest/globals';
import {
  at,
  bed,
  givenOffer,
  givenRequest,
  held,
  holdId,
  hub,
  offered,
  offerMade,
  oneFree,
  opened,
  otherProvider,
  requestId,
} from './given.js';
import { placeHold, type Placing } from './place-hold.js';

const placing: Placing = {
  holdId,
  byOrganizationId: hub,
  request: givenRequest(opened, offered),
  offer: givenOffer(offerMade),
  resource: bed,
  figures: oneFree,
  now: at(10),
};

describe('placing a hold', () => {
  it('holds one unit for 90 minutes where nothing else is stated (R40)', () => {
    expect(placeHold(placing)).toEqual([
      expect.objectContaining({ type: 'HoldPlaced', housingRequestId: requestId, expiresAt: at(100) }),
    ]);
  });

  it('counts from the stated arrival, by the provider’s own length (R40)', () => {
    const request = givenRequest({ ...opened, arrivalExpectedAt: at(60) } as typeof opened, offered);
    const [placed] = placeHold({ ...placing, request, resource: { ...bed, holdMinutes: 15 } });
    expect(placed).toMatchObject({ expiresAt: at(75) });
  });

  it.each([
    ['at zero', { ...oneFree, availableUnits: 0 }, 'hold/nothing-available'],
    ['without any count', null, 'hold/nothing-available'],
    ['on an overcommitted resource', { ...oneFree, overcommitted: true }, 'hold/resource-overcommitted'],
  ])('is refused %s (R38, R39)', (_, figures, code) => {
    expect(() => placeHold({ ...placing, figures })).toThrow(expect.objectContaining({ code }));
  });

  it('is refused while the request has a live hold: one at a time (R41)', () => {
    const request = givenRequest(opened, offered, held);
    expect(() => placeHold({ ...placing, request })).toThrow(
      expect.objectContaining({ code: 'housing-request/already-holding', kind: 'conflict' }),
    );
  });

  it('is refused for an offer that lapsed, whether or not a timer ran', () => {
    expect(() => placeHold({ ...placing, now: at(60) })).toThrow(
      expect.objectContaining({ code: 'offer/not-standing' }),
    );
  });

  it('is refused for an offer to another request', () => {
    const offer = { ...placing.offer, housingRequestId: holdId };
    expect(() => placeHold({ ...placing, offer })).toThrow(
      expect.objectContaining({ code: 'offer/not-found', kind: 'not_found' }),
    );
  });

  it('is for the requester alone, also where another organization may read the request (R30)', () => {
    expect(() => placeHold({ ...placing, byOrganizationId: otherProvider })).toThrow(
      expect.objectContaining({ code: 'housing-request/not-the-requester', kind: 'forbidden' }),
    );
  });

  it('is not done by the hub where the provider takes holds by telephone only (R40)', () => {
    expect(() => placeHold({ ...placing, resource: { ...bed, holdMode: 'phone_only' } })).toThrow(
      expect.objectContaining({ code: 'hold/phone-only' }),
    );
  });

  it('is confirmed at once where the provider allows it and the figures are fresh (R40)', () => {
    const events = placeHold({ ...placing, resource: { ...bed, holdMode: 'instant' } });
    expect(events.map((event) => event.type)).toEqual(['HoldPlaced', 'HoldConfirmed']);
  });

  it('waits for a person on stale figures, also where the provider allows instant holds (R38)', () => {
    const figures = { ...oneFree, stale: true };
    const events = placeHold({ ...placing, figures, resource: { ...bed, holdMode: 'instant' } });
    expect(events.map((event) => event.type)).toEqual(['HoldPlaced']);
  });
});
