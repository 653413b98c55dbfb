import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HoldStatus } from '../domain/hold.js';

@Entity({ name: 'housing_hold' })
export class HousingHoldRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'uuid', name: 'housing_request_id' })
  housingRequestId!: string;
  @Column({ type: 'uuid', name: 'referral_id' })
  referralId!: string;
  @Column({ type: 'uuid', name: 'offer_id' })
  offerId!: string;
  @Column({ type: 'uuid', name: 'resource_id' })
  resourceId!: string;
  @Column({ type: 'uuid', name: 'provider_organization_id' })
  providerOrganizationId!: string;
  @Column({ type: 'uuid', name: 'sender_organization_id' })
  senderOrganizationId!: string;
  @Column({ type: 'uuid', name: 'requester_organization_id' })
  requesterOrganizationId!: string;
  @Column({ type: 'text' })
  status!: HoldStatus;
  @Column({ type: 'int', name: 'hold_minutes' })
  holdMinutes!: number;
  @Column({ type: 'timestamptz', name: 'placed_at' })
  placedAt!: Date;
  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;
  @Column({ type: 'boolean' })
  extended!: boolean;
  @Column({ type: 'timestamptz', name: 'arrival_expected_by', nullable: true })
  arrivalExpectedBy!: Date | null;
  @Column({ type: 'timestamptz', name: 'arrived_at', nullable: true })
  arrivedAt!: Date | null;
  @Column({ type: 'text', name: 'reason_code', nullable: true })
  reasonCode!: string | null;
}
