import { describe, expect, it } from '@jest/globals';
import { bed, oneFree } from './given.js';
import {
  byPreference,
  fitsHousehold,
  missingFor,
  ringDistance,
  ringsAround,
  type Candidate,
} from './matching.js';

const need = { needs: ['emergency_bed'], householdSize: 1, regionCode: 'M5V' };
const candidate = (id: string, change: Partial<Candidate> = {}): Candidate => ({
  ...bed,
  ...oneFree,
  id,
  ...change,
});

describe('rings', () => {
  it('reach from the region over its province to the country', () => {
    expect(ringsAround('M5V').map((ring) => ring.name)).toEqual(['region', 'province', 'national']);
    expect(ringsAround('CA-ON').map((ring) => ring.name)).toEqual(['province', 'national']);
    expect(ringsAround('CA').map((ring) => ring.name)).toEqual(['national']);
  });

  it.each([
    ['M5V', 0],
    ['CA-ON', 0],
    ['K1A', 1],
    ['H2X', 2],
  ])('a place in %s is %i rings from M5V; one that serves the whole area is near', (place, distance) => {
    expect(ringDistance('M5V', place)).toBe(distance);
  });
});

it.each([
  ['bed', null, 1, true],
  ['bed', null, 2, false],
  ['room', 3, 3, true],
  ['room', 3, 4, false],
  ['room', null, 6, true],
])('a %s for %s takes a household of %i: %s (R43)', (capacityType, roomCapacityPersons, size, fits) => {
  expect(fitsHousehold(size, { capacityType, roomCapacityPersons })).toBe(fits);
});

it('every asked need must be met', () => {
  expect(missingFor({ ...need, needs: ['women_only', 'pets'] }, bed)).toEqual(['pets']);
});

it('the order is fresh, with room, closest match, nearest; load only breaks ties (R35)', () => {
  const sorted = [
    candidate('stale', { stale: true, availableUnits: 9 }),
    candidate('full', { availableUnits: 0 }),
    candidate('far', { needs: ['emergency_bed'], regionCode: 'H2X', availableUnits: 9 }),
    candidate('broad', { availableUnits: 9 }),
    candidate('near', { needs: ['emergency_bed'] }),
    candidate('near-and-emptier', { needs: ['emergency_bed'], availableUnits: 3 }),
  ].sort(byPreference(need));
  expect(sorted.map((one) => one.id)).toEqual(['near-and-emptier', 'near', 'far', 'broad', 'full', 'stale']);
});
