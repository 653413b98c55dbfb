import { describe, expect, it } from '@jest/globals';
import { assertObserved, describeResource } from './describe-resource.js';
import { at, bed } from './given.js';
import { availableBy } from './resource.js';

const { holdMode: _, holdMinutes: __, regionPath: ___, freshnessMinutes: ____, ...stated } = bed;

describe('describing a resource', () => {
  it('takes the hub’s defaults for what is not stated: on confirmation, 90 minutes (R40)', () => {
    expect(describeResource(null, stated)).toEqual([
      expect.objectContaining({ type: 'ResourceRegistered', holdMode: 'on_confirmation', holdMinutes: 90 }),
    ]);
  });

  it('keeps what was stated before, and says nothing where nothing changed', () => {
    const [registered] = describeResource(null, { ...stated, holdMode: 'instant', holdMinutes: 15 });
    const { type: _____, ...existing } = registered as typeof bed & { type: string };
    expect(describeResource(existing, stated)).toEqual([]);
    expect(describeResource(existing, { ...stated, roomCapacityPersons: 4 })).toEqual([
      expect.objectContaining({ type: 'ResourceDescribed', holdMode: 'instant', holdMinutes: 15 }),
    ]);
  });

  it.each([
    [{ needs: ['emergency_bed', 'no_such_need'] }, 'resource/code-unknown'],
    [{ capacityType: 'hammock' }, 'resource/code-unknown'],
    [{ regionCode: 'Z9Z' }, 'resource/region-unknown'],
  ])('refuses a code that is in no list: %j', (change, code) => {
    expect(() => describeResource(null, { ...stated, ...change })).toThrow(expect.objectContaining({ code }));
  });
});

describe('where a place is (R16)', () => {
  const { addressVisibility: _, ...silent } = { ...stated, regionCode: '3520005' };

  it('is confidential unless its provider says otherwise, and stays as it was said', () => {
    const [registered] = describeResource(null, silent);
    expect(registered).toMatchObject({ addressVisibility: 'confidential' });
    const existing = {
      ...bed,
      ...silent,
      addressVisibility: 'public' as const,
      regionPath: ['3520005', 'CA-ON', 'CA'],
    };
    expect(describeResource(existing, silent)).toEqual([]);
    expect(describeResource(existing, { ...silent, addressVisibility: 'confidential' })).toMatchObject([
      { type: 'ResourceDescribed', addressVisibility: 'confidential' },
    ]);
  });

  it('is not half told by its region: a confidential place names no forward sortation area', () => {
    const tooFine = expect.objectContaining({ code: 'resource/region-too-fine' });
    expect(() => describeResource(null, { ...silent, regionCode: 'M5V' })).toThrow(tooFine);
    expect(() =>
      describeResource(bed, { ...silent, regionCode: 'M5V', addressVisibility: 'confidential' }),
    ).toThrow(tooFine);
    for (const regionCode of ['3520005', 'CA-ON', 'CA'])
      expect(() => describeResource(null, { ...silent, regionCode })).not.toThrow();
  });
});

it('refuses a count from the future only: it would hide those that follow (R38)', () => {
  expect(() => assertObserved({ observedAt: at(6) }, at(0))).toThrow(
    expect.objectContaining({ code: 'resource/observed-in-future' }),
  );
  expect(() => assertObserved({ observedAt: at(-100_000) }, at(0))).not.toThrow();
});

it.each([
  [10, 8, 1, 1],
  [10, 12, 0, 0],
  [10, 5, 9, 0],
])(
  'of %i units, %i occupied and %i out of service, %i are available, never less than none (R37)',
  (totalUnits, occupiedUnits, outOfServiceUnits, available) => {
    expect(availableBy({ totalUnits, occupiedUnits, outOfServiceUnits, observedAt: at(0) })).toBe(available);
  },
);
