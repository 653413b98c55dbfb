import { Refusal, type Mode } from '#libs/kernel';
import { assertUnchanged, everyone, saveAggregate, type AggregateRow, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { resourceNotFound } from '../domain/refusals.js';
import { evolveResource, type Count, type Resource, type ResourceEvent } from '../domain/resource.js';
import { publishResourceEvent } from '../published-events.js';
import { HousingResourceRow } from './housing-resource.row.js';

export interface Snapshot extends Count {
  readonly resourceId: string;
  /** The date of the source, where times were moved. */
  readonly originalDate: string | null;
  readonly source: 'import' | 'provider';
}

/** A place, for those who keep the resource (R16). */
export interface Address {
  readonly resourceId: string;
  readonly name: string;
  readonly organizationRef: string;
  readonly organizationName: string;
  readonly line: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly postalCode: string | null;
}

@Injectable()
export class HousingResources {
  async add(tx: Tx, id: string, mode: Mode, events: readonly ResourceEvent[]): Promise<HousingResourceRow> {
    return this.write(tx, { id, version: 0, mode, correlationId: id }, null, events);
  }

  /** One that exists for this mode (R62). @throws Refusal `resource/not-found` (404) */
  async get(tx: Tx, id: string, mode: Mode): Promise<HousingResourceRow> {
    const row = await tx.manager.findOneBy(HousingResourceRow, { id, mode });
    if (!row) throw new Refusal(resourceNotFound);
    return row;
  }

  /** One that the caller keeps, locked. @throws Refusal `resource/not-found` (404), `request/changed-meanwhile` (412) */
  async lockNamed(tx: Tx, id: string): Promise<HousingResourceRow> {
    const row = await tx.lock(HousingResourceRow, id);
    if (!row) throw new Refusal(resourceNotFound);
    assertUnchanged(tx, row);
    return row;
  }

  /**
   * Which of these exist, by provider and source reference; those that the caller keeps are locked. Imports for one
   * provider run one after another, so that a resource which does not exist yet stays absent until we have made it.
   */
  async lockBySource(
    tx: Tx,
    mode: Mode,
    sources: readonly { providerOrganizationId: string; sourceRef: string }[],
  ): Promise<{ kept: HousingResourceRow[]; others: HousingResourceRow[] }> {
    const providers = [...new Set(sources.map((source) => source.providerOrganizationId))].sort();
    for (const provider of providers)
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`housing import ${provider}`]);
    const matching = () =>
      tx.manager
        .createQueryBuilder(HousingResourceRow, 'place')
        .where('place.mode = :mode', { mode })
        .andWhere(
          `(place.provider_organization_id, place.source_ref) in
             (select * from unnest(array[:...providers]::uuid[], array[:...refs]::text[]))`,
          {
            providers: sources.map((source) => source.providerOrganizationId),
            refs: sources.map((source) => source.sourceRef),
          },
        )
        .orderBy('place.id');
    const kept = await matching().setLock('pessimistic_write').getMany();
    const keptIds = new Set(kept.map((row) => row.id));
    return { kept, others: (await matching().getMany()).filter((row) => !keptIds.has(row.id)) };
  }

  async save(tx: Tx, row: HousingResourceRow, events: readonly ResourceEvent[]): Promise<HousingResourceRow> {
    return events.length === 0 ? row : this.write(tx, row, row, events);
  }

  /**
   * Appends counts; returns the resources that got one they did not have: the same count twice is one. A clock that runs fast
   * stands for now: a count from the future would hide the next one, and the arrivals until then.
   */
  async addSnapshots(tx: Tx, mode: Mode, snapshots: readonly Snapshot[]): Promise<Set<string>> {
    const rows = snapshots.map((snapshot) => ({ ...snapshot, id: tx.newId() }));
    const added = await tx.query<{ resource_id: string }>(
      `insert into capacity_snapshot (id, resource_id, mode, total_units, occupied_units, out_of_service_units,
                                      observed_at, reported_at, original_date, source)
       select id, "resourceId", $2, "totalUnits", "occupiedUnits", "outOfServiceUnits", least("observedAt", $3), $3, "originalDate", source
       from jsonb_to_recordset($1::jsonb) as snapshot (
         id uuid, "resourceId" uuid, "totalUnits" int, "occupiedUnits" int, "outOfServiceUnits" int,
         "observedAt" timestamptz, "originalDate" date, source text)
       on conflict do nothing returning resource_id`,
      [JSON.stringify(rows), mode, tx.now],
    );
    return new Set(added.map((row) => row.resource_id));
  }

  async keepAddresses(tx: Tx, addresses: readonly Address[]): Promise<void> {
    await tx.query(
      `insert into housing_resource_address as kept
         (resource_id, name, organization_ref, organization_name, line, city, province, postal_code)
       select "resourceId", name, "organizationRef", "organizationName", line, city, province, "postalCode"
       from jsonb_to_recordset($1::jsonb) as address (
         "resourceId" uuid, name text, "organizationRef" text, "organizationName" text,
         line text, city text, province text, "postalCode" text)
       on conflict (resource_id) do update set
         name = excluded.name, organization_ref = excluded.organization_ref, organization_name = excluded.organization_name,
         line = coalesce(excluded.line, kept.line), city = coalesce(excluded.city, kept.city),
         province = coalesce(excluded.province, kept.province),
         postal_code = coalesce(excluded.postal_code, kept.postal_code)
       where (kept.name, kept.organization_ref, kept.organization_name, kept.line, kept.city, kept.province, kept.postal_code)
         is distinct from (excluded.name, excluded.organization_ref, excluded.organization_name,
           coalesce(excluded.line, kept.line), coalesce(excluded.city, kept.city),
           coalesce(excluded.province, kept.province), coalesce(excluded.postal_code, kept.postal_code))`,
      [JSON.stringify(addresses)],
    );
  }

  private async write(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Resource | null,
    events: readonly ResourceEvent[],
  ): Promise<HousingResourceRow> {
    const after = events.reduce<Resource | null>(evolveResource, before)!;
    return saveAggregate<HousingResourceRow>(tx, {
      entity: HousingResourceRow,
      aggregate: 'resource',
      row: { ...after, id, version, mode, correlationId },
      published: events.map((event) => publishResourceEvent(after, event)),
      parties: [
        { organizationId: after.providerOrganizationId, capacity: 'provider' },
        { organizationId: everyone, capacity: 'public' },
        ...importers(tx, after),
      ],
    });
  }
}

/** Somebody who imports for a provider keeps the resource with it. */
function importers({ actor }: Tx, { providerOrganizationId }: Resource) {
  return actor?.role === 'importer' && actor.organizationId !== providerOrganizationId
    ? [{ organizationId: actor.organizationId, capacity: 'importer' }]
    : [];
}
