import { capacityTypes, findRegion, isCode, needs, ringsOf } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { limits, minutesAfter } from './limits.js';
import { codeUnknown, observedInFuture, regionTooFine, regionUnknown } from './refusals.js';
import type { AddressVisibility, Count, Figures, HoldMode, Resource, ResourceEvent } from './resource.js';

export interface Description {
  readonly providerOrganizationId: string;
  readonly sourceRef: string;
  readonly regionCode: string;
  readonly capacityType: string;
  readonly needs: readonly string[];
  readonly roomCapacityPersons: number | null;
  readonly addressVisibility?: AddressVisibility;
  readonly holdMode?: HoldMode;
  readonly holdMinutes?: number;
}

/** A resource as it is stated now; what is not stated stays as it was, or takes the hub's default (R40). */
export function describeResource(existing: Resource | null, stated: Description): ResourceEvent[] {
  const unknown = stated.needs.filter((code) => !isCode(needs, code));
  if (!isCode(capacityTypes, stated.capacityType)) unknown.push(stated.capacityType);
  if (unknown.length > 0) throw new Refusal(codeUnknown, { facts: { unknown } });
  const region = findRegion(stated.regionCode);
  if (!region) throw new Refusal(regionUnknown);
  const addressVisibility = stated.addressVisibility ?? existing?.addressVisibility ?? 'confidential';
  if (addressVisibility === 'confidential' && region.kind === 'forward_sortation_area')
    throw new Refusal(regionTooFine);
  const resource: Resource = {
    providerOrganizationId: stated.providerOrganizationId,
    sourceRef: stated.sourceRef,
    regionCode: stated.regionCode,
    regionPath: ringsOf(stated.regionCode),
    capacityType: stated.capacityType,
    needs: [...new Set(stated.needs)],
    roomCapacityPersons: stated.roomCapacityPersons,
    addressVisibility,
    holdMode: stated.holdMode ?? existing?.holdMode ?? 'on_confirmation',
    holdMinutes: stated.holdMinutes ?? existing?.holdMinutes ?? limits.holdMinutesDefault,
    freshnessMinutes: existing?.freshnessMinutes ?? limits.freshnessMinutes,
  };
  if (!existing) return [{ type: 'ResourceRegistered', ...resource }];
  return isSame(existing, resource) ? [] : [{ type: 'ResourceDescribed', ...resource }];
}

function isSame(one: Resource, other: Resource): boolean {
  return (Object.keys(other) as (keyof Resource)[]).every(
    (key) => JSON.stringify(one[key]) === JSON.stringify(other[key]),
  );
}

/** R38: every count is accepted, however odd; only one from the future would hide those that follow. */
export function assertObserved({ observedAt }: Pick<Count, 'observedAt'>, now: Date): void {
  if (observedAt > minutesAfter(now, limits.clockSkewMinutes)) throw new Refusal(observedInFuture);
}

/** R38: where less is there than is promised, and was not before, the provider and those to whom it is promised are told. */
export function reportCapacity(
  before: Figures | undefined,
  figures: Figures,
  promisedTo: readonly string[],
): ResourceEvent[] {
  return [
    { type: 'CapacityReported', figures },
    ...(figures.overcommitted && !before?.overcommitted
      ? [{ type: 'ResourceOvercommitted' as const, figures, promisedTo }]
      : []),
  ];
}
