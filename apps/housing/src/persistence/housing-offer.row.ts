import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferStatus } from '../domain/offer.js';

@Entity({ name: 'housing_offer' })
export class HousingOfferRow {
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
  @Column({ type: 'uuid', name: 'requester_organization_id' })
  requesterOrganizationId!: string;
  @Column({ type: 'uuid', name: 'provider_organization_id' })
  providerOrganizationId!: string;
  @Column({ type: 'uuid', name: 'resource_id', nullable: true })
  resourceId!: string | null;
  @Column({ type: 'text' })
  status!: OfferStatus;
  @Column({ type: 'text', name: 'reason_code', nullable: true })
  reasonCode!: string | null;
  @Column({ type: 'boolean', name: 'will_be_backup' })
  willBeBackup!: boolean;
  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;
  @Column({ type: 'timestamptz', name: 'valid_until', nullable: true })
  validUntil!: Date | null;
}
