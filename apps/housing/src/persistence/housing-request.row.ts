import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProviderRefusal, RequestStatus, StandingOffer } from '../domain/housing-request.js';
import type { RingName } from '../domain/matching.js';

@Entity({ name: 'housing_request' })
export class HousingRequestRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'uuid', name: 'referral_id' })
  referralId!: string;
  @Column({ type: 'uuid', name: 'sender_organization_id' })
  senderOrganizationId!: string;
  @Column({ type: 'uuid', name: 'requester_organization_id' })
  requesterOrganizationId!: string;
  @Column({ type: 'text', name: 'region_code' })
  regionCode!: string;
  @Column({ type: 'jsonb' })
  needs!: readonly string[];
  @Column({ type: 'int', name: 'household_size' })
  householdSize!: number;
  @Column({ type: 'timestamptz', name: 'arrival_expected_at', nullable: true })
  arrivalExpectedAt!: Date | null;
  @Column({ type: 'text' })
  status!: RequestStatus;
  @Column({ type: 'text' })
  ring!: RingName;
  @Column({ type: 'timestamptz', name: 'offers_due_at' })
  offersDueAt!: Date;
  @Column({ type: 'jsonb' })
  asked!: readonly string[];
  @Column({ type: 'jsonb' })
  refusals!: readonly ProviderRefusal[];
  @Column({ type: 'jsonb', name: 'standing_offers' })
  standingOffers!: readonly StandingOffer[];
  @Column({ type: 'uuid', name: 'hold_id', nullable: true })
  holdId!: string | null;
  @Column({ type: 'boolean', name: 'search_stopped' })
  searchStopped!: boolean;
  @Column({ type: 'jsonb', name: 'end_reason_codes' })
  endReasonCodes!: readonly string[];
}
