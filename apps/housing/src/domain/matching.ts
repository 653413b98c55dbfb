import { findRegion, regionContains, ringsOf } from '#libs/codes';
import type { Figures, HoldMode, Resource } from './resource.js';

/** What is asked for: codes and a number, nothing about a person (R42). */
export interface Need {
  readonly needs: readonly string[];
  /** Persons who stay together. */
  readonly householdSize: number;
  readonly regionCode: string;
}

export type RingName = 'region' | 'province' | 'national';

/** One step of how far a search reaches. */
export interface Ring {
  readonly name: RingName;
  readonly regionCode: string;
}

/** A resource with its figures, as a search finds it. */
export interface Candidate extends Figures {
  readonly id: string;
  readonly providerOrganizationId: string;
  readonly regionCode: string;
  readonly capacityType: string;
  readonly needs: readonly string[];
  readonly holdMode: HoldMode;
  readonly roomCapacityPersons: number | null;
}

/** The rings around a region, nearest first: hub region, province, the country. */
export function ringsAround(regionCode: string): Ring[] {
  return ringsOf(regionCode).map((code) => ({ name: ringName(code), regionCode: code }));
}

function ringName(regionCode: string): RingName {
  const kind = findRegion(regionCode)?.kind;
  if (kind === 'country') return 'national';
  return kind === 'province' ? 'province' : 'region';
}

/** Which ring reaches a place: 0 is the nearest; a place that serves the whole area around counts as near. */
export function ringDistance(regionCode: string, placeRegionCode: string): number {
  if (regionContains(placeRegionCode, regionCode)) return 0;
  const distance = ringsAround(regionCode).findIndex((ring) =>
    regionContains(ring.regionCode, placeRegionCode),
  );
  return distance === -1 ? Number.MAX_SAFE_INTEGER : distance;
}

/** What a resource lacks for a need; empty: it fits. */
export function missingFor(
  need: Need,
  resource: Pick<Resource, 'needs' | 'capacityType' | 'roomCapacityPersons'>,
): string[] {
  const missing = need.needs.filter((code) => !resource.needs.includes(code));
  return fitsHousehold(need.householdSize, resource) ? missing : [...missing, 'household_size'];
}

/** R43: a room takes a household up to its capacity and is held whole; one bed takes one person. */
export function fitsHousehold(
  householdSize: number,
  { capacityType, roomCapacityPersons }: Pick<Resource, 'capacityType' | 'roomCapacityPersons'>,
): boolean {
  if (capacityType === 'bed') return householdSize === 1;
  return roomCapacityPersons === null || householdSize <= roomCapacityPersons;
}

export function hasRoom(figures: Figures): boolean {
  return figures.availableUnits >= 1 && !figures.overcommitted;
}

/** R35: fresh, with room, meets the need most closely, near; load only breaks ties. */
export function byPreference(need: Need): (one: Candidate, other: Candidate) => number {
  return (one, other) =>
    Number(one.stale) - Number(other.stale) ||
    Number(hasRoom(other)) - Number(hasRoom(one)) ||
    one.needs.length - other.needs.length ||
    ringDistance(need.regionCode, one.regionCode) - ringDistance(need.regionCode, other.regionCode) ||
    other.availableUnits - one.availableUnits ||
    (one.id < other.id ? -1 : 1);
}
