import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequestStatus } from '../domain/liaison-request.js';

@Entity({ name: 'liaison_request' })
export class LiaisonRequestRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text' })
  status!: RequestStatus;
  @Column({ type: 'text' })
  kind!: string;
  @Column({ type: 'jsonb' })
  needs!: readonly string[];
  @Column({ type: 'text', name: 'region_code' })
  regionCode!: string;
  @Column({ type: 'text' })
  urgency!: string;
  @Column({ type: 'text' })
  language!: 'en' | 'fr';
  @Column({ type: 'uuid', name: 'sender_organization_id' })
  senderOrganizationId!: string;
  @Column({ type: 'uuid', name: 'office_organization_id' })
  officeOrganizationId!: string;
  @Column({ type: 'timestamptz', name: 'submitted_at' })
  submittedAt!: Date;
  @Column({ type: 'timestamptz', name: 'acknowledge_due_at' })
  acknowledgeDueAt!: Date;
  @Column({ type: 'boolean', name: 'acknowledgement_missed' })
  acknowledgementMissed!: boolean;
  @Column({ type: 'text', nullable: true })
  priority!: string | null;
  @Column({ type: 'jsonb' })
  departments!: readonly string[];
  @Column({ type: 'uuid', name: 'hub_organization_id', nullable: true })
  hubOrganizationId!: string | null;
  @Column({ type: 'text', name: 'answer_code', nullable: true })
  answerCode!: string | null;
  @Column({ type: 'text', name: 'reason_code', nullable: true })
  reasonCode!: string | null;
  @Column({ type: 'text', name: 'alternative_code', nullable: true })
  alternativeCode!: string | null;
}
