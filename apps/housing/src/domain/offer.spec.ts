import { describe, expect, it } from '@jest/globals';
import {
  at,
  bed,
  givenOffer,
  givenRequest,
  held,
  holdId,
  offered,
  offerMade,
  oneFree,
  opened,
  provider,
  resourceId,
} from './given.js';
import { lapse, makeOffer, passOver, type MakeOffer } from './offer.js';

const offer: MakeOffer = {
  id: holdId,
  providerOrganizationId: provider,
  resourceId,
  willBeBackup: false,
  own: [],
  now: at(5),
};

describe('making an offer', () => {
  it('offers a unit for an hour, a backup for the night (R41)', () => {
    const request = givenRequest(opened);
    expect(makeOffer(request, bed, oneFree, offer)).toEqual([
      expect.objectContaining({ type: 'OfferMade', validUntil: at(65) }),
    ]);
    expect(makeOffer(request, bed, oneFree, { ...offer, willBeBackup: true })).toEqual([
      expect.objectContaining({ validUntil: at(5 + 24 * 60) }),
    ]);
  });

  it('is refused where a need is not met, and names it', () => {
    const request = givenRequest({ ...opened, needs: ['emergency_bed', 'pets'] } as typeof opened);
    expect(() => makeOffer(request, bed, oneFree, offer)).toThrow(
      expect.objectContaining({
        code: 'offer/resource-does-not-fit',
        more: expect.objectContaining({ facts: { missing: ['pets'] } }),
      }),
    );
  });

  it.each([
    ['a room that is too small', 'room', 2, 3],
    ['a bed for a household', 'bed', null, 2],
  ])('is refused for %s (R43)', (_, capacityType, roomCapacityPersons, householdSize) => {
    const request = givenRequest({ ...opened, householdSize } as typeof opened);
    expect(() => makeOffer(request, { ...bed, capacityType, roomCapacityPersons }, oneFree, offer)).toThrow(
      expect.objectContaining({ code: 'offer/resource-does-not-fit' }),
    );
  });

  it.each([null, { ...oneFree, availableUnits: 0 }, { ...oneFree, overcommitted: true }])(
    'is refused without room (R37, R38)',
    (figures) => {
      expect(() => makeOffer(givenRequest(opened), bed, figures, offer)).toThrow(
        expect.objectContaining({ code: 'offer/nothing-available' }),
      );
    },
  );

  it('is made once while it stands, and again after it lapsed', () => {
    const own = [givenOffer(offerMade)];
    expect(() => makeOffer(givenRequest(opened, offered), bed, oneFree, { ...offer, own })).toThrow(
      expect.objectContaining({ code: 'offer/already-offered' }),
    );
    expect(makeOffer(givenRequest(opened), bed, oneFree, { ...offer, own, now: at(60) })).toHaveLength(1);
  });

  it('comes as a backup only while a unit is held elsewhere (R41)', () => {
    const request = givenRequest(opened, offered, held);
    expect(() => makeOffer(request, bed, oneFree, offer)).toThrow(
      expect.objectContaining({ code: 'housing-request/already-holding' }),
    );
    expect(makeOffer(request, bed, oneFree, { ...offer, willBeBackup: true })).toHaveLength(1);
  });

  it('is refused once the request has ended', () => {
    const request = givenRequest(opened, { type: 'HousingRequestCancelled', reasonCode: 'person_declined' });
    expect(() => makeOffer(request, bed, oneFree, offer)).toThrow(
      expect.objectContaining({ code: 'housing-request/not-open' }),
    );
  });
});

describe('the end of an offer', () => {
  const chosen = givenOffer(offerMade, {
    type: 'OfferChosen',
    housingRequestId: holdId,
    providerOrganizationId: provider,
    resourceId,
  });

  it('lapses at its time, not before, and not once chosen', () => {
    expect(lapse(givenOffer(offerMade), at(59))).toEqual([]);
    expect(lapse(givenOffer(offerMade), at(60))).toEqual([expect.objectContaining({ state: 'lapsed' })]);
    expect(lapse(chosen, at(600))).toEqual([]);
  });

  it('is passed over when the request ends with another', () => {
    expect(passOver(givenOffer(offerMade))).toEqual([expect.objectContaining({ state: 'passed_over' })]);
    expect(passOver(chosen)).toEqual([]);
  });
});
