import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'regional_hub' })
export class RegionalHubRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'uuid', name: 'organization_id' })
  organizationId!: string;
  @Column({ type: 'jsonb', name: 'region_codes' })
  regionCodes!: readonly string[];
  @Column({ type: 'timestamptz', name: 'registered_at' })
  registeredAt!: Date;
}
