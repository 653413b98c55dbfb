import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AddressVisibility, HoldMode } from '../domain/resource.js';

@Entity({ name: 'housing_resource' })
export class HousingResourceRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'uuid', name: 'provider_organization_id' })
  providerOrganizationId!: string;
  @Column({ type: 'text', name: 'source_ref' })
  sourceRef!: string;
  @Column({ type: 'text', name: 'region_code' })
  regionCode!: string;
  @Column({ type: 'jsonb', name: 'region_path' })
  regionPath!: readonly string[];
  @Column({ type: 'text', name: 'capacity_type' })
  capacityType!: string;
  @Column({ type: 'jsonb' })
  needs!: readonly string[];
  @Column({ type: 'text', name: 'hold_mode' })
  holdMode!: HoldMode;
  @Column({ type: 'int', name: 'hold_minutes' })
  holdMinutes!: number;
  @Column({ type: 'int', name: 'room_capacity_persons', nullable: true })
  roomCapacityPersons!: number | null;
  @Column({ type: 'text', name: 'address_visibility' })
  addressVisibility!: AddressVisibility;
  @Column({ type: 'int', name: 'freshness_minutes' })
  freshnessMinutes!: number;
}
