import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TaskingStatus } from '../domain/tasking.js';

@Entity({ name: 'department_tasking' })
export class TaskingRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text' })
  status!: TaskingStatus;
  @Column({ type: 'uuid', name: 'request_id' })
  requestId!: string;
  @Column({ type: 'text' })
  department!: string;
  @Column({ type: 'uuid', name: 'department_organization_id' })
  departmentOrganizationId!: string;
  @Column({ type: 'uuid', name: 'office_organization_id' })
  officeOrganizationId!: string;
  @Column({ type: 'uuid', name: 'sender_organization_id' })
  senderOrganizationId!: string;
  @Column({ type: 'text' })
  kind!: string;
  @Column({ type: 'text', name: 'region_code' })
  regionCode!: string;
  @Column({ type: 'text' })
  priority!: string;
  @Column({ type: 'timestamptz', name: 'sent_at' })
  sentAt!: Date;
  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt!: Date;
  @Column({ type: 'boolean' })
  overdue!: boolean;
  @Column({ type: 'text', name: 'answer_code', nullable: true })
  answerCode!: string | null;
  @Column({ type: 'text', name: 'reason_code', nullable: true })
  reasonCode!: string | null;
}
