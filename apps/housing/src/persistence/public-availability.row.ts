import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Band } from '../domain/public-availability.js';

@Entity({ name: 'public_availability' })
export class PublicAvailabilityRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text', name: 'region_code' })
  regionCode!: string;
  @Column({ type: 'jsonb' })
  needs!: readonly string[];
  @Column({ type: 'text' })
  band!: Band;
}
