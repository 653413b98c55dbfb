import type { Bilingual, Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'organization' })
export class OrganizationRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'jsonb' })
  name!: Bilingual;
  @Column({ type: 'text' })
  type!: string;
  @Column({ type: 'text', name: 'department_code', nullable: true })
  departmentCode!: string | null;
  @Column({ type: 'timestamptz', name: 'registered_at' })
  registeredAt!: Date;
}
