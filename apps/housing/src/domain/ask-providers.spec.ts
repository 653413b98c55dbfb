import { describe, expect, it } from '@jest/globals';
import {
  openHousingRequest,
  searchOn,
  searchRing,
  type OpenRequest,
  type RingSearch,
} from './ask-providers.js';
import {
  at,
  bed,
  givenRequest,
  hub,
  ngo,
  oneFree,
  opened,
  otherProvider,
  provider,
  referralId,
  requestId,
} from './given.js';
import type { Candidate } from './matching.js';

const need = { needs: ['emergency_bed'], householdSize: 1, regionCode: 'M5V' };
const candidate: Candidate = { ...bed, ...oneFree, id: 'place', providerOrganizationId: provider };
const someone = (ring: RingSearch['ring'], ...providers: string[]): RingSearch => ({
  ring,
  providers,
  shortfall: null,
});
const nobody = (ring: RingSearch['ring'], shortfall: string): RingSearch => ({
  ring,
  providers: [],
  shortfall,
});

describe('who is asked in a ring', () => {
  it('each provider once, whose resource meets the need, is fresh and has room', () => {
    expect(searchRing('region', need, [candidate, { ...candidate, id: 'second' }], [])).toEqual(
      someone('region', provider),
    );
  });

  it.each([
    ['the need is not met', { needs: ['pets'] }, 'no_matching_resource'],
    ['it takes holds by telephone only (R40)', { holdMode: 'phone_only' as const }, 'no_matching_resource'],
    ['it is full', { availableUnits: 0 }, 'no_capacity'],
    ['it is overcommitted (R38)', { overcommitted: true }, 'no_capacity'],
    ['its figures are stale (R38)', { stale: true }, 'stale_figures'],
  ])('nobody where %s, and the reason is kept (R44)', (_, change, shortfall) => {
    expect(searchRing('region', need, [{ ...candidate, ...change }], [])).toEqual(
      nobody('region', shortfall),
    );
  });

  it('nobody twice', () => {
    expect(searchRing('region', need, [candidate], [provider]).providers).toEqual([]);
  });
});

describe('opening a housing request', () => {
  const command: OpenRequest = {
    ...need,
    id: requestId,
    referral: { id: referralId, state: 'accepted', senderOrganizationId: ngo },
    requesterOrganizationId: hub,
    arrivalExpectedAt: null,
    now: at(0),
  };

  it('asks the providers of the nearest ring for 30 minutes', () => {
    expect(openHousingRequest(command, [someone('region', provider, otherProvider)])).toEqual([opened]);
  });

  it('goes on at once to the ring where somebody can (3.3a)', () => {
    const events = openHousingRequest(command, [
      nobody('region', 'no_capacity'),
      someone('province', otherProvider),
    ]);
    expect(events.map((event) => event.type)).toEqual(['HousingRequestOpened', 'HousingRequestWidened']);
    expect(givenRequest(...events)).toMatchObject({
      status: 'open',
      ring: 'province',
      asked: [otherProvider],
    });
  });

  it('is unmet with every reason where nobody can anywhere (R44)', () => {
    const events = openHousingRequest(command, [
      nobody('region', 'no_matching_resource'),
      nobody('province', 'no_capacity'),
      nobody('national', 'no_capacity'),
    ]);
    expect(events.at(-1)).toEqual({
      type: 'HousingRequestUnmet',
      reasonCodes: ['no_matching_resource', 'no_capacity'],
    });
  });

  it.each(['sent', 'received', 'in_service', 'completed', 'cancelled'])(
    'is refused for a referral that is %s',
    (state) => {
      expect(() =>
        openHousingRequest({ ...command, referral: { id: referralId, state, senderOrganizationId: ngo } }, [
          someone('region', provider),
        ]),
      ).toThrow(expect.objectContaining({ code: 'housing-request/referral-not-accepted' }));
    },
  );

  it.each([-6, 24 * 60 + 1])('is refused for an arrival %i minutes from now', (minutes) => {
    expect(() =>
      openHousingRequest({ ...command, arrivalExpectedAt: at(minutes) }, [someone('region', provider)]),
    ).toThrow(expect.objectContaining({ code: 'housing-request/arrival-out-of-range' }));
  });
});

describe('no usable offer in time', () => {
  const request = givenRequest(opened);

  it('nobody else is asked, and nothing is unmet, where the person’s consent has ended (R11)', () => {
    const stopped = givenRequest(opened, { type: 'HousingRequestSearchStopped' });
    expect(searchOn(stopped, [nobody('region', 'no_capacity'), someone('province', ngo)], at(31))).toEqual(
      [],
    );
    expect(searchOn(stopped, [nobody('region', 'no_capacity')], at(31))).toEqual([]);
  });

  it('waits until offers are due', () => {
    expect(searchOn(request, [nobody('region', 'no_capacity')], at(29))).toEqual([]);
  });

  it('asks the next ring that has somebody', () => {
    const third = '00000000-0000-7000-8000-0000000000b3';
    const events = searchOn(
      request,
      [
        { ...someone('region'), providers: [] },
        nobody('province', 'stale_figures'),
        someone('national', third),
      ],
      at(30),
    );
    expect(events.map((event) => event.type)).toEqual(['HousingRequestWidened', 'HousingRequestWidened']);
    expect(givenRequest(opened, ...events)).toMatchObject({
      status: 'open',
      ring: 'national',
      asked: [provider, otherProvider, third],
      offersDueAt: at(60),
    });
  });

  it('ends unmet where nobody is left to ask: some kept silent (R44)', () => {
    const refused = givenRequest(opened, {
      type: 'HousingRequestDeclinedByProvider',
      providerOrganizationId: provider,
      reasonCode: 'no_children',
      offersDueAt: at(30),
    });
    const rings = [someone('region'), nobody('province', 'no_capacity'), nobody('national', 'no_capacity')];
    expect(searchOn(refused, rings, at(30)).at(-1)).toEqual({
      type: 'HousingRequestUnmet',
      reasonCodes: ['no_capacity', 'no_offer'],
    });
  });
});
