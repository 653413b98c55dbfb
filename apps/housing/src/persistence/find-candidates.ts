import type { Mode } from '#libs/kernel';
import type { Tx } from '#libs/messaging';
import { searchRing, type RingSearch } from '../domain/ask-providers.js';
import { byPreference, ringsAround, type Candidate, type Need, type Ring } from '../domain/matching.js';
import { figuresColumns } from './figures.js';

const candidatesMax = 500;

/** Resources of this mode (R62) that meet every need and lie in the ring, or serve all of it; the preferred first (R35). */
export async function findCandidates(tx: Tx, need: Need, ring: Ring, mode: Mode): Promise<Candidate[]> {
  const rows = await tx.query<Candidate>(
    `select place.id, place.provider_organization_id as "providerOrganizationId", place.region_code as "regionCode",
            place.capacity_type as "capacityType", place.needs, place.hold_mode as "holdMode",
            place.room_capacity_persons as "roomCapacityPersons", ${figuresColumns}
     from housing_resource place cross join lateral housing_resource_figures(place.id) figures
     where place.mode = $1 and place.needs @> $2::jsonb
       and (place.region_path @> $3::jsonb or place.region_code = any ($4::text[]))
     order by figures.stale, figures.available_units = 0, place.id
     limit ${candidatesMax}`,
    [
      mode,
      JSON.stringify(need.needs),
      JSON.stringify([ring.regionCode]),
      ringsAround(ring.regionCode).map((around) => around.regionCode),
    ],
  );
  return rows.sort(byPreference(need));
}

/** Searches ring after ring, and stops at the first in which somebody can be asked who was not asked before. */
export async function searchRings(
  tx: Tx,
  { need, mode, rings, asked }: { need: Need; mode: Mode; rings: readonly Ring[]; asked: readonly string[] },
): Promise<RingSearch[]> {
  const searches: RingSearch[] = [];
  for (const ring of rings) {
    const search = searchRing(ring.name, need, await findCandidates(tx, need, ring, mode), asked);
    searches.push(search);
    if (search.providers.length > 0) break;
  }
  return searches;
}
