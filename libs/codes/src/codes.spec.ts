import { describe, expect, it } from '@jest/globals';
import * as codes from './index.js';
import type { CodeList } from './code-list.js';

const lists = Object.values(codes as Record<string, unknown>).filter(
  (value): value is CodeList => typeof value === 'object' && value !== null && 'codes' in value,
);

describe('the code lists', () => {
  it('are all there', () => expect(lists.length).toBeGreaterThan(15));

  it.each(lists.map((list) => [list.name, list] as const))(
    '%s: each code once, named in both languages (R60)',
    (_, list) => {
      expect(list.version).toMatch(/^\d{4}-\d\d-\d\d$/);
      const all = codes.codesOf(list);
      expect(all.length).toBeGreaterThan(1);
      expect(new Set(all).size).toBe(all.length);
      for (const { code, label } of list.codes) {
        expect(code).toMatch(/^[A-Za-z0-9_]{1,64}$/);
        expect(label.en.trim()).not.toBe('');
        expect(label.fr.trim()).not.toBe('');
      }
    },
  );

  it('what comes in and is not known is kept as other, and shown as it came (R63)', () => {
    expect(codes.codeOrOther(codes.urgencies, 'urgent')).toBe('urgent');
    expect(codes.codeOrOther(codes.urgencies, 'someday')).toBe('other');
    expect(codes.labelOf(codes.urgencies, 'someday')).toEqual({ en: 'someday', fr: 'someday' });
  });
});

describe('clocks', () => {
  const toronto = { timeZone: 'America/Toronto', provinceCode: 'CA-ON' };
  const add = (from: string, days: number, calendar = toronto) =>
    codes.addBusinessDays(new Date(from), days, calendar).toISOString();

  it('a weekend does not count', () => {
    expect(add('2026-11-27T17:00:00.000Z', 1)).toBe('2026-11-30T17:00:00.000Z');
  });

  it('federal holidays do not count: Christmas, then a weekend, and Boxing Day, which falls on it and is kept on Monday', () => {
    expect(add('2026-12-24T17:00:00.000Z', 1)).toBe('2026-12-29T17:00:00.000Z');
  });

  it.each([
    ['Christmas and Boxing Day on a weekend', '2021-12-24', '2021-12-29'],
    ['Christmas on a Sunday, before Boxing Day', '2022-12-23', '2022-12-28'],
    ['New Year’s Day on a Saturday', '2021-12-31', '2022-01-04'],
    ['Remembrance Day on a Saturday', '2023-11-10', '2023-11-14'],
  ])(
    'a federal holiday on a weekend is kept on the next working day, as the federal public service does: %s',
    (_, from, next) => {
      expect(add(`${from}T17:00:00.000Z`, 1)).toBe(`${next}T17:00:00.000Z`);
    },
  );

  it('Good Friday and Easter Monday do not count', () => {
    expect(add('2026-04-02T16:00:00.000Z', 1)).toBe('2026-04-07T16:00:00.000Z');
  });

  it('Truth and Reconciliation is a day off since 2021, and was not before', () => {
    expect(add('2021-09-29T16:00:00.000Z', 1)).toBe('2021-10-01T16:00:00.000Z');
    expect(add('2020-09-29T16:00:00.000Z', 1)).toBe('2020-09-30T16:00:00.000Z');
  });

  it('a province’s own day counts there alone: 24 June in Quebec', () => {
    const quebec = { timeZone: 'America/Toronto', provinceCode: 'CA-QC' };
    expect(add('2026-06-23T16:00:00.000Z', 1, quebec)).toBe('2026-06-25T16:00:00.000Z');
    expect(add('2026-06-23T16:00:00.000Z', 1)).toBe('2026-06-24T16:00:00.000Z');
  });

  it('the same time on the clock after the clocks were moved', () => {
    // 30 October is before, 2 November after the end of daylight saving time.
    expect(add('2026-10-30T16:00:00.000Z', 1)).toBe('2026-11-02T17:00:00.000Z');
  });

  it('an urgent request is acknowledged within 4 hours, an emergency within one, on any day (R22)', () => {
    const christmas = new Date('2026-12-25T02:00:00.000Z');
    expect(codes.acknowledgeDueAt('urgent', christmas).toISOString()).toBe('2026-12-25T06:00:00.000Z');
    expect(codes.acknowledgeDueAt('emergency', christmas).toISOString()).toBe('2026-12-25T03:00:00.000Z');
    expect(codes.acknowledgeDueAt('routine', christmas, 'CA-ON').getTime()).toBeGreaterThan(
      Date.parse('2026-12-28T00:00:00.000Z'),
    );
  });

  it('a department’s time is counted by the federal calendar, and an unknown priority as routine', () => {
    const monday = new Date('2026-11-23T17:00:00.000Z');
    expect(codes.taskingDueAt('urgent', monday).toISOString()).toBe('2026-11-25T17:00:00.000Z');
    expect(codes.taskingDueAt('new_priority', monday)).toEqual(codes.taskingDueAt('routine', monday));
  });

  it('every referral has a response time; a shelter’s is half an hour (R29)', () => {
    const friday = new Date('2026-11-27T17:00:00.000Z');
    const due = (serviceType: string) => codes.responseDueAt(serviceType, friday, 'CA-ON').toISOString();
    expect(due('shelter')).toBe('2026-11-27T17:30:00.000Z');
    expect(due('anything')).toBe('2026-11-28T17:00:00.000Z');
  });

  it.each([
    ['a weekend does not count', '2026-11-27T17:00:00.000Z', '3520005', '2026-12-02T17:00:00.000Z'],
    ['nor a holiday of its province', '2026-06-22T16:00:00.000Z', 'CA-QC', '2026-06-26T16:00:00.000Z'],
    ['which counts elsewhere', '2026-06-22T16:00:00.000Z', 'CA-ON', '2026-06-25T16:00:00.000Z'],
    [
      'of the whole country by the federal calendar',
      '2026-06-22T16:00:00.000Z',
      'CA',
      '2026-06-25T16:00:00.000Z',
    ],
  ])(
    'counselling has three business days where the service is sought (R29): %s',
    (_, from, regionCode, due) => {
      expect(codes.responseDueAt('counselling', new Date(from), regionCode).toISOString()).toBe(due);
    },
  );
});

describe('regions', () => {
  it('a forward sortation area’s name is its code, its parent the province', () => {
    expect(codes.findRegion('M5V')).toEqual({
      code: 'M5V',
      kind: 'forward_sortation_area',
      name: { en: 'M5V', fr: 'M5V' },
      parent: 'CA-ON',
    });
  });

  it('provinces and municipalities have English and French names', () => {
    expect(codes.findRegion('CA-QC')?.name).toEqual({ en: 'Quebec', fr: 'Québec' });
    expect(codes.findRegion('3520005')).toMatchObject({
      kind: 'municipality',
      parent: 'CA-ON',
      name: { en: 'Toronto' },
    });
    expect(codes.regionsWithin('CA', { limit: 100 })).toHaveLength(13);
  });

  it('a region lies in its province and in the country, and in nothing else', () => {
    expect(codes.ringsOf('3520005')).toEqual(['3520005', 'CA-ON', 'CA']);
    expect(codes.regionContains('CA-ON', '3520005')).toBe(true);
    expect(codes.regionContains('CA-QC', '3520005')).toBe(false);
    expect(codes.provinceOf('CA')).toBeNull();
    expect(codes.findRegion('Z9Z')).toBeUndefined();
  });

  it('are read page by page, in the order of their codes, each once', () => {
    const page = (after?: string) =>
      codes.regionsWithin('CA-PE', { limit: 40, ...(after ? { after } : {}) }).map((region) => region.code);
    const seen: string[] = [];
    for (let next = page(); next.length > 0; next = page(next.at(-1))) seen.push(...next);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen.length).toBeGreaterThan(80);
  });
});
