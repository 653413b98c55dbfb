import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../repository.js';
import { buildRegions, regionsFile } from './build-regions.js';
import { planNights, readShelterNights, tonightOnly } from './toronto.js';

const now = new Date('2026-11-24T03:00:00.000Z');
const nextDay = new Date('2026-11-25T03:00:00.000Z');

describe('regions.tsv', () => {
  const { text, report } = buildRegions();

  it('is what its sources say today', () => {
    expect(readFileSync(regionsFile, 'utf8')).toBe(text);
  });

  it('keeps a code that stands twice once, and counts it', () => {
    expect(report).toEqual({ regions: 6827, oddByReason: { 'forward sortation area stands twice': 4 } });
  });
});

describe('the nights of Toronto', () => {
  const { rows, report } = readShelterNights(now);

  it('every row is imported or counted by its reason: none is dropped in silence', () => {
    const refused = Object.values(report.refusedByReason).reduce((sum, count) => sum + count, 0);
    expect(report.rows).toBe(2501);
    expect(report.usable + refused).toBe(report.rows);
    expect(report).toMatchObject({
      nights: 18,
      programs: 145,
      programsWithoutLastNight: 5,
      oddByReason: { 'no address': 64, 'program fields are missing': 6, 'more units open than funded': 51 },
    });
  });

  it('available equals the file’s unoccupied on every row', () => {
    const other = rows.filter(
      (row) =>
        Math.max(0, row.totalUnits - row.occupiedUnits - row.outOfServiceUnits) !==
        row.expectedAvailableUnits,
    );
    expect(other).toEqual([]);
  });

  it('the last night is tonight, the others as many nights before, and the original date is kept', () => {
    const nights = planNights(rows);
    expect(nights).toHaveLength(18);
    expect(nights.at(-1)![0]).toMatchObject({ observedAt: now.toISOString(), originalDate: '2022-01-18' });
    expect(nights[0]![0]).toMatchObject({
      observedAt: '2026-11-07T03:00:00.000Z',
      originalDate: '2022-01-01',
    });
  });

  it('bed-based and room-based programs are both there', () => {
    expect(new Set(rows.map((row) => row.capacityType))).toEqual(new Set(['bed', 'room']));
  });

  it('a start on the next day reports each program’s last figures as of then', () => {
    const tonight = tonightOnly(rows, nextDay);
    expect(tonight).toHaveLength(145);
    expect(new Set(tonight.map((row) => row.observedAt))).toEqual(new Set([nextDay.toISOString()]));
  });
});

describe('rows as other years of the feed write them', () => {
  const fixture = join(repositoryRoot, 'infra/local/import/fixtures/malformed-rows.csv');
  const { rows, report } = readShelterNights(now, fixture);
  const rowOf = (program: string) => rows.find((row) => row.sourceRef === `toronto:program:${program}`)!;

  it('what cannot become figures is refused, each by its reason', () => {
    expect(report.refusedByReason).toEqual({
      'no date': 1,
      'no program id': 1,
      'no figures for beds or rooms': 1,
    });
    expect(report.rows).toBe(rows.length + 3);
  });

  it('what is odd is imported all the same, each counted by its reason', () => {
    expect(report.oddByReason).toEqual({
      'no address': 1,
      'no location id': 1,
      'program fields are missing': 1,
      'postal code cannot be read': 1,
      'postal code is written oddly': 1,
      'occupancy above capacity': 2,
      'more units open than funded': 1,
      'capacity type does not fit the figures': 1,
      'unoccupied is missing': 1,
      'unoccupied is not what the other figures say': 1,
    });
  });

  it('48, 48.0 and nothing are read as they are meant', () => {
    expect(rowOf('101')).toMatchObject({ totalUnits: 48, occupiedUnits: 40, expectedAvailableUnits: 8 });
    expect(rowOf('102')).toMatchObject({ totalUnits: 48, occupiedUnits: 40, expectedAvailableUnits: 8 });
  });

  it('a postal code without its blank is mended, one that cannot be read is left out, and a city loses its blanks', () => {
    expect(rowOf('103').address).toMatchObject({ postalCode: 'M9C 5K5', city: 'Etobicoke' });
    expect(rowOf('104').address).not.toHaveProperty('postalCode');
  });

  it('two over-full programs are overcommitted: zero available, nothing dropped (R38)', () => {
    expect(report.overcommitted).toBe(2);
    for (const program of ['105', '106']) {
      const { totalUnits, occupiedUnits, expectedAvailableUnits } = rowOf(program);
      expect(occupiedUnits).toBeGreaterThan(totalUnits);
      expect(expectedAvailableUnits).toBe(0);
    }
  });
});
