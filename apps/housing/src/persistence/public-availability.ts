import { everyone, saveAggregate, setDeadline, type Tx } from '#libs/messaging';
import {
  changesOf,
  publicAvailability,
  type Availability,
  type Place,
} from '../domain/public-availability.js';
import { publishAvailability } from '../published-events.js';
import { PublicAvailabilityRow } from './public-availability.row.js';

/** The deadline at which it is told, and its one owner: the hub as a whole. */
export const availabilityTelling = 'availability-telling';
const hub = '00000000-0000-0000-0000-000000000001';
const hourMilliseconds = 3_600_000;

/** Tells on the hour: when a count came in is nobody else's business. */
export function tellOnTheHour(tx: Tx): void {
  const next = (Math.floor(tx.now.getTime() / hourMilliseconds) + 1) * hourMilliseconds;
  setDeadline(tx, availabilityTelling, hub, new Date(next));
}

/** Publishes what is different from what was told last; of actual places alone (R62). */
export async function tellAvailability(tx: Tx): Promise<void> {
  const places = await tx.query<Place>(
    `select place.provider_organization_id as "providerOrganizationId", place.region_code as "regionCode", place.needs,
            figures.available_units as "availableUnits", figures.stale
     from housing_resource place cross join lateral housing_resource_figures(place.id) figures
     where place.mode = 'actual'`,
  );
  const rows = await tx.manager.find(PublicAvailabilityRow);
  for (const change of changesOf(rows, publicAvailability(places)))
    await save(
      tx,
      rows.find((row) => isOf(row, change)),
      change,
    );
}

function isOf(row: Availability, { regionCode, needs }: Availability): boolean {
  return row.regionCode === regionCode && row.needs.join(' ') === needs.join(' ');
}

async function save(tx: Tx, row: PublicAvailabilityRow | undefined, change: Availability): Promise<void> {
  const { regionCode, needs, band } = change;
  const id = row?.id ?? tx.newId();
  await saveAggregate<PublicAvailabilityRow>(tx, {
    entity: PublicAvailabilityRow,
    aggregate: 'availability',
    row: { id, version: row?.version ?? 0, mode: 'actual', correlationId: id, regionCode, needs, band },
    published: [publishAvailability(change)],
    parties: [{ organizationId: everyone, capacity: 'public' }],
  });
}
