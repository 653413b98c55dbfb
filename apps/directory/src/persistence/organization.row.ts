import type { Bilingual, Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Standing } from '../domain/organization.js';

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
  @Column({ type: 'text' })
  standing!: Standing;
  @Column({ type: 'timestamptz', name: 'agreement_until', nullable: true })
  agreementUntil!: Date | null;
  @Column({ type: 'timestamptz', name: 'activated_at', nullable: true })
  activatedAt!: Date | null;
  @Column({ type: 'text', name: 'reason_code', nullable: true })
  reasonCode!: string | null;
}
