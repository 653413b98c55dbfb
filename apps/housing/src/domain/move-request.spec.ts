import { describe, expect, it } from '@jest/globals';
import {
  at,
  givenRequest,
  held,
  holdId,
  hub,
  offered,
  offerId,
  opened,
  otherProvider,
  provider,
} from './given.js';
import { callOff, cancel, loseOffer, noteRefusal, place, reopen, stopSearch } from './move-request.js';

const ended = { holdId, reasonCode: 'hold_expired' };
const backup = { ...offered, offerId: otherProvider } as typeof offered;

describe('when all holds are dead', () => {
  it('the request goes back to the offers that stand (R41)', () => {
    const events = reopen(givenRequest(opened, offered, backup, held), ended, at(50));
    expect(events).toEqual([expect.objectContaining({ type: 'HousingRequestReopened', state: 'offered' })]);
  });

  it('it is open again where no offer stands', () => {
    const request = givenRequest(opened, offered, backup, held);
    const [reopened] = reopen(request, ended, at(60));
    expect(reopened).toMatchObject({ state: 'open', offersDueAt: at(90) });
  });

  it('a provider that took its bed back is not waited for again', () => {
    const notAble = { providerOrganizationId: provider, reasonCode: 'full' };
    const request = givenRequest({ ...opened, providers: [provider] } as typeof opened, offered, held);
    const events = reopen(request, { ...ended, reasonCode: 'full', notAble }, at(20));
    expect(events).toEqual([expect.objectContaining({ state: 'open', offersDueAt: at(20) })]);
    expect(givenRequest(opened, offered, held, ...events).refusals).toEqual([notAble]);
  });

  it('nothing happens to a request that has gone on with another hold', () => {
    expect(reopen(givenRequest(opened, offered, held), { ...ended, holdId: offerId }, at(20))).toEqual([]);
  });
});

describe('offers and refusals', () => {
  it('a backup that comes while a unit is held stands by: the request is held as before (R41)', () => {
    const request = givenRequest(opened, offered, held, backup);
    expect(request).toMatchObject({ status: 'holding', standingOffers: [{ offerId: otherProvider }] });
    expect(
      givenRequest(opened, offered, held, backup, ...loseOffer(request, otherProvider, at(60))),
    ).toMatchObject({
      status: 'holding',
      standingOffers: [],
    });
  });

  it('the last offer lapsed: providers are awaited again', () => {
    const request = givenRequest(opened, offered);
    expect(givenRequest(opened, offered, ...loseOffer(request, offerId, at(60)))).toMatchObject({
      status: 'open',
      standingOffers: [],
      offersDueAt: at(60),
    });
  });

  it('one of two lapsed: the requester still has a choice', () => {
    const request = givenRequest(opened, offered, backup);
    expect(givenRequest(opened, offered, backup, ...loseOffer(request, offerId, at(60)))).toMatchObject({
      status: 'offered',
    });
  });

  it('when the last of those asked says no, nobody waits for the deadline', () => {
    const first = noteRefusal(
      givenRequest(opened),
      { providerOrganizationId: provider, reasonCode: 'full', takenBack: [] },
      at(5),
    );
    expect(first).toEqual([expect.objectContaining({ offersDueAt: at(30) })]);
    const second = noteRefusal(
      givenRequest(opened, ...first),
      { providerOrganizationId: otherProvider, reasonCode: 'pets', takenBack: [] },
      at(6),
    );
    expect(second).toEqual([expect.objectContaining({ offersDueAt: at(6) })]);
  });

  it('a no takes back what was offered: where it was the only offer, the search is open again', () => {
    const no = { providerOrganizationId: provider, reasonCode: 'unsafe' };
    const events = noteRefusal(givenRequest(opened, offered), { ...no, takenBack: [offerId] }, at(5));
    expect(givenRequest(opened, offered, ...events)).toMatchObject({
      status: 'open',
      standingOffers: [],
      refusals: [no],
    });
  });

  it('who said no and offers after all is waited for again', () => {
    const no = noteRefusal(
      givenRequest(opened),
      { providerOrganizationId: provider, reasonCode: 'full', takenBack: [] },
      at(5),
    );
    expect(givenRequest(opened, ...no, offered)).toMatchObject({ status: 'offered', refusals: [] });
  });
});

describe('the person’s consent ends (R11)', () => {
  it('the search stops, once; what is held stays held (R7)', () => {
    const request = givenRequest(opened, offered, held);
    const stopped = givenRequest(opened, offered, held, ...stopSearch(request));
    expect(stopped).toEqual({ ...request, searchStopped: true });
    expect(stopSearch(stopped)).toEqual([]);
  });

  it('a request that has ended stays as it is', () => {
    const cancelled = callOff(givenRequest(opened), 'referral_over');
    expect(stopSearch(givenRequest(opened, ...cancelled))).toEqual([]);
  });
});

describe('the end of a request', () => {
  const request = givenRequest(opened, offered, held);
  const placed = place(request, holdId);

  it('is the arrival, once', () => {
    expect(placed).toEqual([{ type: 'HousingRequestPlaced', holdId }]);
    expect(place(givenRequest(opened, offered, held, ...placed), holdId)).toEqual([]);
  });

  it('is the requester’s to call off, not a provider’s (R30)', () => {
    expect(cancel(request, { organizationId: hub, reasonCode: 'person_declined' })).toHaveLength(1);
    expect(() => cancel(request, { organizationId: provider, reasonCode: 'person_declined' })).toThrow(
      expect.objectContaining({ code: 'housing-request/not-the-requester' }),
    );
  });

  it('cannot be called off after it, and a referral that ends later changes nothing', () => {
    const after = givenRequest(opened, offered, held, ...placed);
    expect(() => cancel(after, { organizationId: hub, reasonCode: 'person_declined' })).toThrow(
      expect.objectContaining({ code: 'housing-request/ended' }),
    );
    expect(callOff(after, 'referral_completed')).toEqual([]);
  });
});
