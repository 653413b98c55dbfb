import { ApiProperty } from '@nestjs/swagger';
import type { Candidate } from '../domain/matching.js';
import type { AddressVisibility, Figures, HoldMode } from '../domain/resource.js';
import type { HousingResourceRow } from './housing-resource.row.js';

/** What a resource has free, how old that figure is, and whether to trust it (R37, R38). */
export class FiguresAnswer {
  @ApiProperty({ type: 'integer' })
  totalUnits!: number;
  @ApiProperty({
    type: 'integer',
    description: 'With arrivals since the count / Avec les arrivées depuis le décompte',
  })
  occupiedUnits!: number;
  @ApiProperty({ type: 'integer' })
  outOfServiceUnits!: number;
  @ApiProperty({ type: 'integer' })
  heldUnits!: number;
  @ApiProperty({ type: 'integer' })
  availableUnits!: number;
  @ApiProperty({
    description: 'More promised than there is: no new holds (R38) / Plus de promesses que de places (R38)',
  })
  overcommitted!: boolean;
  @ApiProperty({ description: 'Older than the freshness limit / Plus vieux que la limite de fraîcheur' })
  stale!: boolean;
  @ApiProperty({ type: 'integer', description: 'Age of the count in minutes / Âge du décompte en minutes' })
  ageMinutes!: number;
  @ApiProperty({ format: 'date-time' })
  observedAt!: string;
}

export function figuresAnswer(figures: Figures): FiguresAnswer {
  return {
    totalUnits: figures.totalUnits,
    occupiedUnits: figures.occupiedUnits,
    outOfServiceUnits: figures.outOfServiceUnits,
    heldUnits: figures.heldUnits,
    availableUnits: figures.availableUnits,
    overcommitted: figures.overcommitted,
    stale: figures.stale,
    ageMinutes: figures.ageMinutes,
    observedAt: figures.observedAt.toISOString(),
  };
}

/** One place that a search found: codes and figures, nothing by which it could be located (R16). */
export class AvailabilityAnswer extends FiguresAnswer {
  @ApiProperty({ format: 'uuid' })
  resourceId!: string;
  @ApiProperty({ format: 'uuid' })
  providerOrganizationId!: string;
  @ApiProperty()
  regionCode!: string;
  @ApiProperty({ enum: ['region', 'province', 'national'], description: 'How far away / À quelle distance' })
  ring!: string;
  @ApiProperty()
  capacityType!: string;
  @ApiProperty({ isArray: true, type: String })
  needs!: readonly string[];
  @ApiProperty({ enum: ['on_confirmation', 'instant', 'phone_only'], description: 'R40' })
  holdMode!: HoldMode;
  @ApiProperty({ type: 'integer', nullable: true })
  roomCapacityPersons!: number | null;
}

export function availabilityAnswer(candidate: Candidate, ring: string): AvailabilityAnswer {
  return {
    resourceId: candidate.id,
    providerOrganizationId: candidate.providerOrganizationId,
    regionCode: candidate.regionCode,
    ring,
    capacityType: candidate.capacityType,
    needs: candidate.needs,
    holdMode: candidate.holdMode,
    roomCapacityPersons: candidate.roomCapacityPersons,
    ...figuresAnswer(candidate),
  };
}

export class AddressAnswer {
  @ApiProperty()
  name!: string;
  @ApiProperty()
  organizationName!: string;
  @ApiProperty({ type: String, nullable: true })
  line!: string | null;
  @ApiProperty({ type: String, nullable: true })
  city!: string | null;
  @ApiProperty({ type: String, nullable: true })
  province!: string | null;
  @ApiProperty({ type: String, nullable: true })
  postalCode!: string | null;
}

export const addressVisibilities = ['public', 'confidential'] as const satisfies readonly AddressVisibility[];

export class ResourceAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({
    description: 'Number of its last event; also the ETag / Numéro de son dernier événement; aussi l’ETag',
  })
  version!: number;
  @ApiProperty({ enum: ['actual', 'exercise', 'test'] })
  mode!: string;
  @ApiProperty({ format: 'uuid' })
  providerOrganizationId!: string;
  @ApiProperty()
  regionCode!: string;
  @ApiProperty()
  capacityType!: string;
  @ApiProperty({ isArray: true, type: String })
  needs!: readonly string[];
  @ApiProperty({ enum: ['on_confirmation', 'instant', 'phone_only'], description: 'R40' })
  holdMode!: HoldMode;
  @ApiProperty({ type: 'integer', description: 'R40' })
  holdMinutes!: number;
  @ApiProperty({ type: 'integer', nullable: true })
  roomCapacityPersons!: number | null;
  @ApiProperty({ type: FiguresAnswer, nullable: true })
  figures!: FiguresAnswer | null;
  @ApiProperty({
    enum: addressVisibilities,
    description: 'Whether others are told where it is (R16) / Si son emplacement est révélé à d’autres (R16)',
  })
  addressVisibility!: AddressVisibility;
  @ApiProperty({
    type: AddressAnswer,
    nullable: true,
    description:
      'Of a confidential place only for those who keep it (R16) / D’un lieu confidentiel, seulement pour qui le tient (R16)',
  })
  address!: AddressAnswer | null;
}

export function resourceAnswer(
  row: HousingResourceRow,
  figures: Figures | null,
  address: AddressAnswer | null,
): ResourceAnswer {
  return {
    id: row.id,
    version: row.version,
    mode: row.mode,
    providerOrganizationId: row.providerOrganizationId,
    regionCode: row.regionCode,
    capacityType: row.capacityType,
    needs: row.needs,
    holdMode: row.holdMode,
    holdMinutes: row.holdMinutes,
    roomCapacityPersons: row.roomCapacityPersons,
    figures: figures ? figuresAnswer(figures) : null,
    addressVisibility: row.addressVisibility,
    address,
  };
}
