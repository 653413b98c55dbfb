import { Refusal } from '#libs/kernel';
import { UnitOfWork, type CommandContext, type Tx } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { assertObserved, describeResource, reportCapacity } from '../../domain/describe-resource.js';
import { importNotAllowed } from '../../domain/refusals.js';
import { availableBy, type Count, type Figures } from '../../domain/resource.js';
import { figuresOf, holdersOf } from '../../persistence/figures.js';
import type { HousingResourceRow } from '../../persistence/housing-resource.row.js';
import {
  HousingResources,
  type Address,
  type Snapshot,
} from '../../persistence/housing-resources.repository.js';
import { tellOnTheHour } from '../../persistence/public-availability.js';
import { ImportResources } from './import-resources.command.js';
import type { ImportAnswer, ImportedRow, ImportResult } from './import-resources.dto.js';

type Outcome =
  | { readonly row: ImportedRow; readonly refused: string }
  | { readonly row: ImportedRow; readonly resourceId: string };

/** A batch costs one statement for each changed resource and a handful for all of them together. */
@CommandHandler(ImportResources)
export class ImportResourcesHandler implements ICommandHandler<ImportResources> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly resources: HousingResources,
  ) {}

  execute({ context, rows }: ImportResources): Promise<ImportAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const { outcomes, known } = await this.describeAll(tx, context, rows);
      const accepted = outcomes.filter((outcome) => 'resourceId' in outcome);
      const before = await figuresOf(tx, [...known.keys()]);
      const counted = await this.resources.addSnapshots(tx, context.mode, accepted.map(snapshotOf));
      await this.resources.keepAddresses(tx, [...new Map(accepted.map(addressOf)).values()]);
      if (accepted.length > 0 && context.mode === 'actual') tellOnTheHour(tx);
      const figures = await figuresOf(tx, [...known.keys()]);
      const holders = await holdersOf(tx, [...counted]);
      for (const resourceId of counted) {
        const events = reportCapacity(
          before.get(resourceId),
          figures.get(resourceId)!,
          holders.get(resourceId)!,
        );
        await this.resources.save(tx, known.get(resourceId)!, events);
      }
      return { results: outcomes.map((outcome) => resultOf(outcome, figures)) };
    });
  }

  private async describeAll(tx: Tx, { actor, mode }: CommandContext, rows: readonly ImportedRow[]) {
    const ownerOf = (row: ImportedRow) => row.providerOrganizationId ?? actor.organizationId;
    const sourceOf = (row: ImportedRow) => ({
      providerOrganizationId: ownerOf(row),
      sourceRef: row.sourceRef,
    });
    const { kept, others } = await this.resources.lockBySource(tx, mode, rows.map(sourceOf));
    const bySource = new Map(kept.map((resource) => [keyOf(resource), resource]));
    const foreign = new Set(others.map(keyOf));
    const known = new Map<string, HousingResourceRow>();
    const outcomes: Outcome[] = [];
    for (const row of rows) {
      const key = keyOf(sourceOf(row));
      try {
        if (foreign.has(key)) throw new Refusal(importNotAllowed);
        assertObserved(countOf(row), tx.now);
        const resource = await this.describe(tx, mode, bySource.get(key) ?? null, row, ownerOf(row));
        bySource.set(key, resource);
        known.set(resource.id, resource);
        outcomes.push({ row, resourceId: resource.id });
      } catch (error) {
        // Only a decision's refusal is a row's own affair; a failed statement ends the transaction.
        if (!(error instanceof Refusal)) throw error;
        outcomes.push({ row, refused: error.code });
      }
    }
    return { outcomes, known };
  }

  private async describe(
    tx: Tx,
    mode: CommandContext['mode'],
    existing: HousingResourceRow | null,
    { address: _, ...row }: ImportedRow,
    providerOrganizationId: string,
  ): Promise<HousingResourceRow> {
    const events = describeResource(existing, {
      ...row,
      providerOrganizationId,
      roomCapacityPersons: row.roomCapacityPersons ?? null,
    });
    return existing
      ? this.resources.save(tx, existing, events)
      : this.resources.add(tx, tx.newId(), mode, events);
  }
}

function keyOf(source: { providerOrganizationId: string; sourceRef: string }): string {
  return `${source.providerOrganizationId.toLowerCase()} ${source.sourceRef}`;
}

function countOf({ totalUnits, occupiedUnits, outOfServiceUnits, observedAt }: ImportedRow): Count {
  return { totalUnits, occupiedUnits, outOfServiceUnits, observedAt: new Date(observedAt) };
}

function snapshotOf({ row, resourceId }: { row: ImportedRow; resourceId: string }): Snapshot {
  return { resourceId, ...countOf(row), originalDate: row.originalDate ?? null, source: 'import' };
}

function addressOf({ row, resourceId }: { row: ImportedRow; resourceId: string }): [string, Address] {
  const { line, city, province, postalCode } = row.address ?? {};
  return [
    resourceId,
    {
      resourceId,
      name: row.name,
      organizationRef: row.organizationRef,
      organizationName: row.organizationName,
      line: line ?? null,
      city: city ?? null,
      province: province ?? null,
      postalCode: postalCode ?? null,
    },
  ];
}

function resultOf(outcome: Outcome, all: ReadonlyMap<string, Figures>): ImportResult {
  const { row } = outcome;
  if ('refused' in outcome) return { sourceRef: row.sourceRef, status: 'refused', code: outcome.refused };
  const figures = all.get(outcome.resourceId)!;
  return {
    sourceRef: row.sourceRef,
    status: 'accepted',
    resourceId: outcome.resourceId,
    availableUnits: figures.availableUnits,
    overcommitted: figures.overcommitted,
    ...(isMismatch(row, figures) ? { figureMismatch: true } : {}),
  };
}

/** The count by itself must come to what the source says; so must the figures, where they rest on it alone. */
function isMismatch(row: ImportedRow, figures: Figures): boolean {
  const expected = row.expectedAvailableUnits ?? null;
  if (expected === null) return false;
  const count = countOf(row);
  const isAlone =
    figures.observedAt.getTime() === count.observedAt.getTime() &&
    figures.heldUnits === 0 &&
    figures.arrivedSinceUnits === 0;
  return availableBy(count) !== expected || (isAlone && figures.availableUnits !== expected);
}
