import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LegalException } from '../domain/legal-exception.js';

@Entity({ name: 'legal_exception' })
export class LegalExceptionRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text' })
  status!: LegalException['status'];
  @Column({ type: 'uuid', name: 'owner_organization_id' })
  ownerOrganizationId!: string;
  @Column({ type: 'uuid', name: 'participant_ref' })
  participantRef!: string;
  @Column({ type: 'uuid', name: 'recipient_organization_id' })
  recipientOrganizationId!: string;
  @Column({ type: 'text' })
  purpose!: string;
  @Column({ type: 'jsonb', name: 'data_classes' })
  dataClasses!: readonly string[];
  @Column({ type: 'text', name: 'legal_basis' })
  legalBasis!: string;
  @Column({ type: 'text' })
  citation!: string;
  @Column({ type: 'text', name: 'province_code', nullable: true })
  provinceCode!: string | null;
  @Column({ type: 'int', name: 'child_age_years', nullable: true })
  childAgeYears!: number | null;
  @Column({ type: 'text', name: 'child_view', nullable: true })
  childView!: string | null;
  @Column({ type: 'uuid', name: 'decided_by' })
  decidedBy!: string;
  @Column({ type: 'timestamptz', name: 'begins_at' })
  from!: Date;
  @Column({ type: 'timestamptz', name: 'ends_at' })
  until!: Date;
  @Column({ type: 'timestamptz', name: 'review_due_at' })
  reviewDueAt!: Date;
  @Column({ type: 'uuid', name: 'reviewed_by', nullable: true })
  reviewedBy!: string | null;
  @Column({ type: 'timestamptz', name: 'reviewed_at', nullable: true })
  reviewedAt!: Date | null;
  @Column({ type: 'text', nullable: true })
  verdict!: string | null;
}
