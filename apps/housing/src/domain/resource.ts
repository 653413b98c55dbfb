import { exhaustive } from '#libs/kernel';

export type HoldMode = 'on_confirmation' | 'instant' | 'phone_only';

/** Whether others may be told where it is; of a confidential place they learn the region alone (R16). */
export type AddressVisibility = 'public' | 'confidential';

/** A program that offers stays. Where it lies is kept elsewhere (R16). */
export interface Resource {
  readonly providerOrganizationId: string;
  /** The provider's own key for it; unique for each provider and mode. */
  readonly sourceRef: string;
  readonly regionCode: string;
  /** The region and all that contain it, nearest first. */
  readonly regionPath: readonly string[];
  readonly capacityType: string;
  /** Coded needs that it meets. */
  readonly needs: readonly string[];
  readonly holdMode: HoldMode;
  readonly holdMinutes: number;
  /** Null where the provider has not said how many a room takes. */
  readonly roomCapacityPersons: number | null;
  readonly addressVisibility: AddressVisibility;
  /** Older figures are stale (R38). */
  readonly freshnessMinutes: number;
}

/** One statement about a resource at one time. Held units are not in `occupiedUnits` (R37). */
export interface Count {
  readonly totalUnits: number;
  readonly occupiedUnits: number;
  readonly outOfServiceUnits: number;
  readonly observedAt: Date;
}

/** What the latest count, the arrivals after it and the live holds come to (R37, R38); derived, never stored. */
export interface Figures {
  readonly totalUnits: number;
  readonly occupiedUnits: number;
  readonly outOfServiceUnits: number;
  readonly heldUnits: number;
  readonly arrivedSinceUnits: number;
  /** Never below zero. */
  readonly availableUnits: number;
  readonly overcommitted: boolean;
  readonly stale: boolean;
  readonly ageMinutes: number;
  readonly observedAt: Date;
}

export type ResourceEvent =
  | ({ readonly type: 'ResourceRegistered' } & Resource)
  | ({ readonly type: 'ResourceDescribed' } & Resource)
  | { readonly type: 'CapacityReported'; readonly figures: Figures }
  | {
      readonly type: 'ResourceOvercommitted';
      readonly figures: Figures;
      /** Organizations that hold units there. */
      readonly promisedTo: readonly string[];
    };

export function evolveResource(state: Resource | null, event: ResourceEvent): Resource {
  switch (event.type) {
    case 'ResourceRegistered':
    case 'ResourceDescribed': {
      const { type: _, ...resource } = event;
      return resource;
    }
    case 'CapacityReported':
    case 'ResourceOvercommitted':
      return state!;
    default:
      return exhaustive(event);
  }
}

/** What a count says by itself, before arrivals and holds. */
export function availableBy({ totalUnits, occupiedUnits, outOfServiceUnits }: Count): number {
  return Math.max(0, totalUnits - occupiedUnits - outOfServiceUnits);
}
