import { provinceOf } from '#libs/codes';

/** What is told of together, each by itself: the bed of tonight, and for whom. */
export const publicNeeds: readonly (readonly string[])[] = [
  ['emergency_bed'],
  ['emergency_bed', 'women_only'],
  ['emergency_bed', 'men_only'],
  ['emergency_bed', 'families'],
  ['emergency_bed', 'youth'],
];

/**
 * So many providers hide behind one word: with fewer, "none" would tell who is full, and two that put together what they
 * know of themselves would know the third (our proposal; R55).
 */
export const providersMin = 5;

export type Band = 'some' | 'none' | 'unknown';

export interface Availability {
  /** A province or territory, or CA: all of those that have too few providers to be told of by themselves. */
  readonly regionCode: string;
  readonly needs: readonly string[];
  readonly band: Band;
}

export interface Place {
  readonly providerOrganizationId: string;
  readonly regionCode: string;
  readonly needs: readonly string[];
  readonly availableUnits: number;
  readonly stale: boolean;
}

const country = 'CA';

/** Of each group of needs, whether there is room; nothing of a place whose figures are stale (R38). */
export function publicAvailability(places: readonly Place[]): Availability[] {
  const fresh = places.filter(({ stale }) => !stale);
  return publicNeeds.flatMap((needs) => {
    const matching = fresh.filter((place) => needs.every((need) => place.needs.includes(need)));
    const within = (code: string) => matching.filter((place) => regionTold(place) === code);
    const crowded = [...new Set(matching.map(regionTold))].filter(
      (code) => code !== country && isCrowd(within(code)),
    );
    const elsewhere = matching.filter((place) => !crowded.includes(regionTold(place)));
    return [
      ...crowded.map((code) => ({ regionCode: code, needs, band: bandOf(within(code)) })),
      ...(isCrowd(elsewhere) ? [{ regionCode: country, needs, band: bandOf(elsewhere) }] : []),
    ];
  });
}

function regionTold({ regionCode }: Place): string {
  return provinceOf(regionCode) ?? country;
}

/** What became different; of what is not told any more, that nothing is known. */
export function changesOf(before: readonly Availability[], now: readonly Availability[]): Availability[] {
  const nameOf = ({ regionCode, needs }: Availability) => `${regionCode} ${needs.join(' ')}`;
  const bandsBefore = new Map(before.map((one) => [nameOf(one), one.band]));
  const names = new Set(now.map(nameOf));
  return [
    ...now.filter((one) => bandsBefore.get(nameOf(one)) !== one.band),
    ...before
      .filter((one) => one.band !== 'unknown' && !names.has(nameOf(one)))
      .map((one) => ({ ...one, band: 'unknown' as const })),
  ];
}

function isCrowd(places: readonly Place[]): boolean {
  return new Set(places.map(({ providerOrganizationId }) => providerOrganizationId)).size >= providersMin;
}

function bandOf(places: readonly Place[]): Band {
  return places.some(({ availableUnits }) => availableUnits > 0) ? 'some' : 'none';
}
