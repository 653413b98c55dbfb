import type { Tx } from '#libs/messaging';
import type { Figures } from '../domain/resource.js';

/** Select list that turns what `housing_resource_figures` returns (as `figures`) into `Figures`. */
export const figuresColumns = `
  figures.total_units as "totalUnits", figures.occupied_units as "occupiedUnits",
  figures.out_of_service_units as "outOfServiceUnits", figures.arrived_since_units as "arrivedSinceUnits",
  figures.held_units as "heldUnits", figures.available_units as "availableUnits", figures.overcommitted,
  figures.stale, figures.age_minutes as "ageMinutes", figures.observed_at as "observedAt"`;

/** The figures of each of these resources that ever reported any. */
export async function figuresOf(tx: Tx, resourceIds: readonly string[]): Promise<Map<string, Figures>> {
  const rows = await tx.query<Figures & { id: string }>(
    `select place.id, ${figuresColumns}
     from unnest($1::uuid[]) as place (id) cross join lateral housing_resource_figures(place.id) figures`,
    [resourceIds],
  );
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}

/** Who holds units of each of these resources now, whoever asks. */
export async function holdersOf(tx: Tx, resourceIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.query<{ id: string; holders: string[] }>(
    `select place.id, array(select holder::text from housing_resource_holders(place.id) holder) as holders
     from unnest($1::uuid[]) as place (id)`,
    [resourceIds],
  );
  return new Map(rows.map(({ id, holders }) => [id, holders]));
}

/**
 * Locks the resource and gives its figures and the time, both as they are once the lock is held: what was live when the
 * transaction began may have run out while it waited.
 */
export async function lockFigures(
  tx: Tx,
  resourceId: string,
): Promise<{ figures: Figures | null; now: Date }> {
  const [figures] = await tx.query<Figures>(
    `select ${figuresColumns} from lock_housing_resource($1) figures`,
    [resourceId],
  );
  const [time] = await tx.query<{ now: Date }>('select hub_now() as now');
  return { figures: figures ?? null, now: time!.now };
}
