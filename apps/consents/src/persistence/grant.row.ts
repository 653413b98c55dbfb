import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ForChild, GrantStatus, OutsideQuebec } from '../domain/grant.js';

@Entity({ name: 'consent_grant' })
export class GrantRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text' })
  status!: GrantStatus;
  @Column({ type: 'uuid', name: 'owner_organization_id' })
  ownerOrganizationId!: string;
  @Column({ type: 'uuid', name: 'participant_ref' })
  participantRef!: string;
  @Column({ type: 'jsonb' })
  recipients!: readonly string[];
  @Column({ type: 'jsonb' })
  purposes!: readonly string[];
  @Column({ type: 'jsonb', name: 'data_classes' })
  dataClasses!: readonly string[];
  @Column({ type: 'text', name: 'language_used' })
  languageUsed!: string;
  @Column({ type: 'jsonb', name: 'explained_points' })
  explainedPoints!: readonly string[];
  @Column({ type: 'text', name: 'how_given' })
  howGiven!: string;
  @Column({ type: 'uuid', name: 'recorded_by' })
  recordedBy!: string;
  @Column({ type: 'text', name: 'province_code', nullable: true })
  provinceCode!: string | null;
  @Column({ type: 'jsonb', name: 'for_child', nullable: true })
  forChild!: ForChild | null;
  @Column({ type: 'jsonb', name: 'outside_quebec', nullable: true })
  outsideQuebec!: OutsideQuebec | null;
  @Column({ type: 'timestamptz', name: 'begins_at' })
  from!: Date;
  @Column({ type: 'timestamptz', name: 'ends_at' })
  until!: Date;
  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
