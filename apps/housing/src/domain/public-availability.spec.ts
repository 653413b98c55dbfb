import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  changesOf,
  providersMin,
  publicAvailability,
  publicNeeds,
  type Availability,
  type Place,
} from './public-availability.js';

const toronto = '3520005';
const beds = ['emergency_bed', 'women_only'];

function place(provider: number, change: Partial<Place> = {}): Place {
  return {
    providerOrganizationId: `provider-${provider}`,
    regionCode: toronto,
    needs: beds,
    availableUnits: 0,
    stale: false,
    ...change,
  };
}

const places = (count: number, change: Partial<Place> = {}) =>
  Array.from({ length: count }, (_, index) => place(index, change));
const told = (all: readonly Place[]) =>
  publicAvailability(all).map(({ regionCode, needs, band }) => `${regionCode} ${needs.join('+')} ${band}`);

describe('what a public notice says of places (R16, R55)', () => {
  it('is one word for each province and need', () => {
    expect(told(places(5))).toEqual(['CA-ON emergency_bed none', 'CA-ON emergency_bed+women_only none']);
    expect(told([...places(4), place(4, { availableUnits: 1 })])).toEqual([
      'CA-ON emergency_bed some',
      'CA-ON emergency_bed+women_only some',
    ]);
  });

  it('is nothing where fewer than five providers stand behind it, however many places they have', () => {
    expect(told([...places(4), ...places(4), ...places(4)])).toEqual([]);
  });

  it('of provinces with fewer is one word for all of them, and none where they are fewer together', () => {
    const iqaluit = { regionCode: 'CA-NU' };
    const whitehorse = { regionCode: 'CA-YT', availableUnits: 2 };
    expect(told([...places(3, iqaluit), place(8, whitehorse)])).toEqual([]);
    expect(told([...places(3, iqaluit), place(8, whitehorse), place(9, whitehorse)])).toEqual([
      'CA emergency_bed some',
      'CA emergency_bed+women_only some',
    ]);
    // Ontario alone is told of; the three of Nunavut do not become known as what is left of the country.
    expect(told([...places(3, iqaluit), ...places(6)]).join()).not.toMatch(/CA |CA-NU/);
  });

  it('rests on fresh figures alone (R38)', () => {
    expect(told(places(5, { stale: true }))).toEqual([]);
    expect(told([...places(5), place(7, { stale: true, availableUnits: 9 })])[0]).toBe(
      'CA-ON emergency_bed none',
    );
  });

  it('holds whatever the places are: never fewer than five providers behind a word, no region below the province', () => {
    const anyPlace = fc.record({
      providerOrganizationId: fc.integer({ min: 0, max: 9 }).map(String),
      regionCode: fc.constantFrom(toronto, 'M5V', 'CA-ON', 'CA-NU', 'CA-YT', '2466023', 'CA'),
      needs: fc.constantFrom(...publicNeeds.map((needs) => [...needs])),
      availableUnits: fc.integer({ min: 0, max: 2 }),
      stale: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyPlace, { maxLength: 60 }), (all) => {
        for (const { regionCode, needs, band } of publicAvailability(all)) {
          expect(regionCode).toMatch(/^CA(-[A-Z]{2})?$/);
          const matching = all.filter((one) => !one.stale && needs.every((need) => one.needs.includes(need)));
          // Whoever leaves takes no other's secret along: without any one provider four others still stand behind the word.
          expect(new Set(matching.map((one) => one.providerOrganizationId)).size).toBeGreaterThanOrEqual(
            providersMin,
          );
          if (band === 'none' && regionCode === 'CA-ON')
            expect(
              matching.filter(
                (one) => [toronto, 'M5V', 'CA-ON'].includes(one.regionCode) && one.availableUnits > 0,
              ),
            ).toEqual([]);
        }
      }),
    );
  });

  it('is told again only where it became different, and taken back where it may not be told any more', () => {
    const cell = (band: Availability['band'], regionCode = 'CA-ON'): Availability => ({
      regionCode,
      needs: beds,
      band,
    });
    expect(changesOf([], [cell('some')])).toEqual([cell('some')]);
    expect(changesOf([cell('some')], [cell('some')])).toEqual([]);
    expect(changesOf([cell('some')], [cell('none')])).toEqual([cell('none')]);
    expect(changesOf([cell('some')], [])).toEqual([cell('unknown')]);
    expect(changesOf([cell('unknown')], [])).toEqual([]);
    expect(changesOf([cell('some', 'CA')], [cell('some')])).toEqual([cell('some'), cell('unknown', 'CA')]);
  });
});
