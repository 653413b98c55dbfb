import type { Mode, Role } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Membership } from '../domain/membership.js';

@Entity({ name: 'membership' })
export class MembershipRow implements Membership {
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
  @Column({ type: 'uuid', name: 'member_id' })
  memberId!: string;
  @Column({ type: 'text' })
  status!: 'active' | 'removed';
  @Column({ type: 'text' })
  role!: Role;
}
