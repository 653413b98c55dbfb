import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReferralStatus } from '../domain/referral.js';

@Entity({ name: 'referral' })
export class ReferralRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text' })
  status!: ReferralStatus;
  @Column({ type: 'uuid', name: 'request_id', nullable: true })
  requestId!: string | null;
  @Column({ type: 'uuid', name: 'part_of', nullable: true })
  partOf!: string | null;
  @Column({ type: 'uuid', name: 'sender_organization_id' })
  senderOrganizationId!: string;
  @Column({ type: 'uuid', name: 'receiver_organization_id' })
  receiverOrganizationId!: string;
  @Column({ type: 'text', name: 'service_type' })
  serviceType!: string;
  @Column({ type: 'text', name: 'region_code' })
  regionCode!: string;
  @Column({ type: 'jsonb' })
  needs!: readonly string[];
  @Column({ type: 'text' })
  priority!: string;
  @Column({ type: 'text', nullable: true })
  purpose!: string | null;
  @Column({ type: 'jsonb', name: 'data_classes' })
  dataClasses!: readonly string[];
  @Column({ type: 'timestamptz', name: 'sent_at', nullable: true })
  sentAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'response_due_at', nullable: true })
  responseDueAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;
  @Column({ type: 'uuid', name: 'hold_id', nullable: true })
  holdId!: string | null;
  @Column({ type: 'text', name: 'reason_code', nullable: true })
  reasonCode!: string | null;
  @Column({ type: 'text', nullable: true })
  outcome!: string | null;
  @Column({ type: 'uuid', name: 'consent_ref', nullable: true })
  consentRef!: string | null;
  @Column({ type: 'timestamptz', name: 'consent_until', nullable: true })
  consentUntil!: Date | null;
  @Column({ type: 'text', name: 'consent_doubt', nullable: true })
  consentDoubt!: string | null;
  @Column({ type: 'boolean', name: 'sharing_stopped' })
  sharingStopped!: boolean;
  @Column({ type: 'boolean', name: 'receiver_sees' })
  receiverSees!: boolean;
}
