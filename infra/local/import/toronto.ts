import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { repositoryRoot } from '../repository.js';

/** A row of `POST /v1/housing-imports`. */
export interface ImportRow {
  readonly sourceRef: string;
  readonly name: string;
  readonly organizationRef: string;
  readonly organizationName: string;
  readonly regionCode: string;
  readonly capacityType: 'bed' | 'room';
  readonly needs: readonly string[];
  readonly address: ImportAddress | null;
  /** When the figures were true, moved so that the file's last night is tonight. */
  readonly observedAt: string;
  /** The night in the file, YYYY-MM-DD. */
  readonly originalDate: string;
  /** Funding capacity, or actual capacity where that is larger. */
  readonly totalUnits: number;
  readonly occupiedUnits: number;
  /** "Unavailable". */
  readonly outOfServiceUnits: number;
  /** "Unoccupied": what the hub's own sum must come to. */
  readonly expectedAvailableUnits: number;
}

export interface ImportAddress {
  readonly line?: string;
  readonly city?: string;
  readonly province?: string;
  readonly postalCode?: string;
}

export interface ImportReport {
  readonly rows: number;
  readonly usable: number;
  /** Rows that cannot become figures, by reason; none is dropped in silence. */
  readonly refusedByReason: Record<string, number>;
  /** What was odd and is imported all the same, by reason. */
  readonly oddByReason: Record<string, number>;
  readonly overcommitted: number;
  readonly nights: number;
  readonly programs: number;
  /** Programs that the last night does not list. */
  readonly programsWithoutLastNight: number;
}

const toronto = '3520005';
const file = join(
  repositoryRoot,
  'infra/local/demonstration/data/toronto-shelters/daily-shelter-overnight-2022-01-01_2022-01-18.csv',
);
const dayMilliseconds = 86_400_000;

type Source = Readonly<Record<string, string>>;

/** Reads the nights, moved so that the last is tonight. */
export function readShelterNights(now: Date, path = file): { rows: ImportRow[]; report: ImportReport } {
  const sources: Source[] = parse(readFileSync(path), { columns: true, bom: true, relax_column_count: true });
  const count = counter();
  const dated = sources.map((source) => ({ source, night: nightOf(source) }));
  const nights = [...new Set(dated.flatMap(({ night }) => night ?? []))].sort();
  const last = nights.at(-1);
  const rows: ImportRow[] = [];
  for (const { source, night } of dated) {
    if (night === undefined || last === undefined) count.refused('no date');
    else {
      const nightsAgo = (Date.parse(last) - Date.parse(night)) / dayMilliseconds;
      const row = importRow(source, night, new Date(now.getTime() - nightsAgo * dayMilliseconds), count);
      if (row) rows.push(row);
    }
  }
  const programs = new Set(rows.map((row) => row.sourceRef));
  const lastNight = new Set(rows.filter((row) => row.originalDate === last).map((row) => row.sourceRef));
  return {
    rows,
    report: {
      rows: sources.length,
      usable: rows.length,
      refusedByReason: count.refusedByReason,
      oddByReason: count.oddByReason,
      overcommitted: rows.filter((row) => row.occupiedUnits + row.outOfServiceUnits > row.totalUnits).length,
      nights: nights.length,
      programs: programs.size,
      programsWithoutLastNight: programs.size - lastNight.size,
    },
  };
}

/** Night by night, the earliest first. */
export function planNights(rows: readonly ImportRow[]): ImportRow[][] {
  const nights = new Map<string, ImportRow[]>();
  for (const row of rows) nights.set(row.originalDate, [...(nights.get(row.originalDate) ?? []), row]);
  return [...nights.keys()].sort().map((night) => nights.get(night)!);
}

/** Each program's last known figures, reported again as of now: what a later start brings. */
export function tonightOnly(rows: readonly ImportRow[], now: Date): ImportRow[] {
  const latest = new Map<string, ImportRow>();
  for (const night of planNights(rows)) for (const row of night) latest.set(row.sourceRef, row);
  return [...latest.values()].map((row) => ({ ...row, observedAt: now.toISOString() }));
}

export function batchesOf<Row>(rows: readonly Row[], size: number): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

function counter() {
  const refusedByReason: Record<string, number> = {};
  const oddByReason: Record<string, number> = {};
  const one = (counts: Record<string, number>) => (reason: string) => {
    counts[reason] = (counts[reason] ?? 0) + 1;
  };
  return { refusedByReason, oddByReason, refused: one(refusedByReason), odd: one(oddByReason) };
}

type Count = ReturnType<typeof counter>;

function importRow(source: Source, night: string, observedAt: Date, count: Count): ImportRow | undefined {
  const program = text(source, 'PROGRAM_ID');
  if (program === '') return void count.refused('no program id');
  const figures = figuresOf(source, count);
  if (!figures) return undefined;
  if (!text(source, 'PROGRAM_NAME') || !text(source, 'PROGRAM_MODEL'))
    count.odd('program fields are missing');
  if (!text(source, 'LOCATION_ID')) count.odd('no location id');
  return {
    sourceRef: `toronto:program:${wholeOf(program) ?? program}`,
    name: text(source, 'PROGRAM_NAME') || text(source, 'SHELTER_GROUP') || `Program ${program}`,
    organizationRef: text(source, 'ORGANIZATION_ID') || 'unknown',
    organizationName: text(source, 'ORGANIZATION_NAME') || 'Unknown',
    regionCode: toronto,
    needs: needsOf(source, figures.capacityType),
    address: addressOf(source, count),
    observedAt: observedAt.toISOString(),
    originalDate: night,
    ...figures,
  };
}

/** Beds or rooms: the columns of the other kind are empty, and either may be written `48`, `48.0` or not at all. */
function figuresOf(source: Source, count: Count) {
  const of = (kind: 'BED' | 'ROOM') => ({
    total: wholeOf(text(source, `CAPACITY_FUNDING_${kind}`)),
    actual: wholeOf(text(source, `CAPACITY_ACTUAL_${kind}`)),
    occupied: wholeOf(text(source, `OCCUPIED_${kind}S`)),
    unoccupied: wholeOf(text(source, `UNOCCUPIED_${kind}S`)),
    unavailable: wholeOf(text(source, `UNAVAILABLE_${kind}S`)),
  });
  const stated = /^room/i.test(text(source, 'CAPACITY_TYPE'))
    ? 'room'
    : /^bed/i.test(text(source, 'CAPACITY_TYPE'))
      ? 'bed'
      : undefined;
  const known = { bed: of('BED'), room: of('ROOM') };
  const complete = (['bed', 'room'] as const).filter(
    (kind) => known[kind].occupied !== undefined && (known[kind].total ?? known[kind].actual) !== undefined,
  );
  const capacityType = stated && complete.includes(stated) ? stated : complete[0];
  if (!capacityType) return void count.refused('no figures for beds or rooms');
  if (complete.length === 2) count.odd('figures for beds and for rooms');
  if (stated !== capacityType) count.odd('capacity type does not fit the figures');
  const { total = 0, actual = total, occupied = 0, unoccupied, unavailable } = known[capacityType];
  // More units open than are funded: they can be slept in, and the file's own sum counts them (docs/decisions/0003).
  const totalUnits = Math.max(total, actual);
  if (actual > total) count.odd('more units open than funded');
  const outOfServiceUnits = unavailable ?? totalUnits - actual;
  if (occupied + outOfServiceUnits > totalUnits) count.odd('occupancy above capacity');
  if (unoccupied === undefined) count.odd('unoccupied is missing');
  else if (unoccupied !== Math.max(0, totalUnits - occupied - outOfServiceUnits))
    count.odd('unoccupied is not what the other figures say');
  const expectedAvailableUnits = Math.max(0, totalUnits - occupied - outOfServiceUnits);
  return {
    capacityType,
    totalUnits,
    occupiedUnits: occupied,
    outOfServiceUnits,
    expectedAvailableUnits: unoccupied ?? expectedAvailableUnits,
  };
}

const needsBySector: Readonly<Record<string, readonly string[]>> = {
  women: ['women_only'],
  men: ['men_only'],
  'mixed adult': ['mixed_adult'],
  families: ['families', 'family_room', 'children'],
  youth: ['youth'],
};

/** What the program serves, coded from its sector, model and kind of unit. */
function needsOf(source: Source, capacityType: 'bed' | 'room'): string[] {
  const transitional = /^transitional/i.test(text(source, 'PROGRAM_MODEL'));
  return [
    transitional ? 'transitional_housing' : 'emergency_bed',
    ...(needsBySector[text(source, 'SECTOR').toLowerCase()] ?? ['other']),
    ...(capacityType === 'room' ? ['private_room'] : []),
  ];
}

function addressOf(source: Source, count: Count): ImportAddress | null {
  const written = text(source, 'LOCATION_POSTAL_CODE');
  const compact = written.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const valid = /^[A-Z]\d[A-Z]\d[A-Z]\d$/.test(compact);
  const postalCode = valid ? `${compact.slice(0, 3)} ${compact.slice(3)}` : '';
  if (written !== '' && postalCode !== written)
    count.odd(valid ? 'postal code is written oddly' : 'postal code cannot be read');
  const address = {
    line: text(source, 'LOCATION_ADDRESS'),
    city: text(source, 'LOCATION_CITY'),
    province: text(source, 'LOCATION_PROVINCE'),
    postalCode,
  };
  const known = Object.entries(address).filter(([, value]) => value !== '');
  if (address.line === '') count.odd('no address');
  return known.length === 0 ? null : (Object.fromEntries(known) as ImportAddress);
}

function nightOf(source: Source): string | undefined {
  return /^\d{4}-\d\d-\d\d/.exec(text(source, 'OCCUPANCY_DATE'))?.[0];
}

function text(source: Source, column: string): string {
  return (source[column] ?? '').trim();
}

/** A count written as `48`, `48.0` or nothing. */
function wholeOf(written: string): number | undefined {
  return /^\d+(\.0*)?$/.test(written) ? Number(written) : undefined;
}
