import { ApiProperty } from '@nestjs/swagger';
import { holdStatusAt, type HoldStatus } from '../domain/hold.js';
import { hasEnded, type RequestStatus } from '../domain/housing-request.js';
import { offerStatusAt, type OfferStatus } from '../domain/offer.js';
import type { HousingHoldRow } from './housing-hold.row.js';
import type { HousingOfferRow } from './housing-offer.row.js';
import type { HousingRequestRow } from './housing-request.row.js';

const version = {
  description: 'Number of its last event; also the ETag / Numéro de son dernier événement; aussi l’ETag',
};
const mode = { enum: ['actual', 'exercise', 'test'] };

export class OfferAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty(version)
  version!: number;
  @ApiProperty({ format: 'uuid' })
  housingRequestId!: string;
  @ApiProperty({ format: 'uuid' })
  providerOrganizationId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  resourceId!: string | null;
  @ApiProperty({
    enum: ['offered', 'chosen', 'passed_over', 'lapsed', 'withdrawn_by_provider', 'refused'],
  })
  state!: OfferStatus;
  @ApiProperty({ type: String, nullable: true })
  reasonCode!: string | null;
  @ApiProperty({
    description: 'Stands by if another hold fails (R41) / En réserve si une autre retenue échoue (R41)',
  })
  willBeBackup!: boolean;
  @ApiProperty({ format: 'date-time' })
  madeAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  validUntil!: string | null;
}

export function offerAnswer(row: HousingOfferRow, now: Date): OfferAnswer {
  return {
    id: row.id,
    version: row.version,
    housingRequestId: row.housingRequestId,
    providerOrganizationId: row.providerOrganizationId,
    resourceId: row.resourceId,
    state: offerStatusAt(row, now),
    reasonCode: row.reasonCode,
    willBeBackup: row.willBeBackup,
    madeAt: row.madeAt.toISOString(),
    validUntil: row.validUntil?.toISOString() ?? null,
  };
}

/** A request as one of its parties sees it: a provider sees its own offers only, and not which hold was placed. */
export class HousingRequestAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty(version)
  version!: number;
  @ApiProperty(mode)
  mode!: string;
  @ApiProperty({ enum: ['open', 'offered', 'holding', 'placed', 'unmet', 'cancelled'] })
  state!: RequestStatus;
  @ApiProperty({
    enum: ['providers', 'requester', 'person_on_the_way', 'nobody'],
    description: 'Whose turn it is / À qui le tour',
  })
  waitingOn!: string;
  @ApiProperty({ format: 'uuid' })
  referralId!: string;
  @ApiProperty({ format: 'uuid' })
  requesterOrganizationId!: string;
  @ApiProperty()
  regionCode!: string;
  @ApiProperty({ isArray: true, type: String })
  needs!: readonly string[];
  @ApiProperty({ type: 'integer', description: 'Persons who stay together / Personnes logées ensemble' })
  householdSize!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  arrivalExpectedAt!: string | null;
  @ApiProperty({
    enum: ['region', 'province', 'national'],
    description: 'How far the search reaches / Étendue de la recherche',
  })
  ring!: string;
  @ApiProperty({ format: 'date-time' })
  offersDueAt!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  holdId!: string | null;
  @ApiProperty({
    description:
      'The person’s consent has ended: nobody else is asked; keep what is held, or release it (R11) / Le consentement de la personne a pris fin : personne d’autre n’est sollicité; gardez la retenue ou libérez-la (R11)',
  })
  searchStopped!: boolean;
  @ApiProperty({
    isArray: true,
    type: String,
    description: 'Why it ended (R44) / Pourquoi elle a pris fin (R44)',
  })
  endReasonCodes!: readonly string[];
  @ApiProperty({ type: [OfferAnswer] })
  offers!: OfferAnswer[];
}

export function requestAnswer(
  row: HousingRequestRow,
  offers: readonly HousingOfferRow[],
  view: { readonly organizationId: string; readonly now: Date },
): HousingRequestAnswer {
  const isAsking = [row.requesterOrganizationId, row.senderOrganizationId].includes(view.organizationId);
  return {
    id: row.id,
    version: row.version,
    mode: row.mode,
    state: row.status,
    waitingOn: waitingOn(row, isAsking),
    referralId: row.referralId,
    requesterOrganizationId: row.requesterOrganizationId,
    regionCode: row.regionCode,
    needs: row.needs,
    householdSize: row.householdSize,
    arrivalExpectedAt: row.arrivalExpectedAt?.toISOString() ?? null,
    ring: row.ring,
    offersDueAt: row.offersDueAt.toISOString(),
    holdId: isAsking ? row.holdId : null,
    searchStopped: isAsking && row.searchStopped,
    endReasonCodes: isAsking ? row.endReasonCodes : [],
    offers: offers
      .filter((offer) => offer.housingRequestId === row.id)
      .map((offer) => offerAnswer(offer, view.now)),
  };
}

/** That the search was stopped is between those who ask (R11). */
function waitingOn(row: HousingRequestRow, isAsking: boolean): string {
  if (hasEnded(row)) return 'nobody';
  return row.status === 'offered' || (isAsking && row.searchStopped) ? 'requester' : 'providers';
}

/** A hold as its parties see it. The address is told by a person after acceptance, never by the hub (R16). */
export class HoldAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty(version)
  version!: number;
  @ApiProperty(mode)
  mode!: string;
  @ApiProperty({
    enum: ['held', 'confirmed', 'arrived', 'expired', 'no_show', 'released', 'withdrawn_by_provider'],
    description: 'Judged at this moment (R39) / Déterminé à cet instant (R39)',
  })
  state!: HoldStatus;
  @ApiProperty({ enum: ['provider', 'person_on_the_way', 'nobody'] })
  waitingOn!: string;
  @ApiProperty({ format: 'uuid' })
  housingRequestId!: string;
  @ApiProperty({ format: 'uuid' })
  referralId!: string;
  @ApiProperty({ format: 'uuid' })
  offerId!: string;
  @ApiProperty({ format: 'uuid' })
  resourceId!: string;
  @ApiProperty({ format: 'uuid' })
  providerOrganizationId!: string;
  @ApiProperty({ format: 'uuid' })
  requesterOrganizationId!: string;
  @ApiProperty({ format: 'date-time' })
  placedAt!: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;
  @ApiProperty({ description: 'Its one extension was used (R40) / Sa seule prolongation est faite (R40)' })
  extended!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  arrivalExpectedBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  arrivedAt!: string | null;
  @ApiProperty({ type: String, nullable: true })
  reasonCode!: string | null;
}

export function holdAnswer(row: HousingHoldRow, now: Date): HoldAnswer {
  const state = holdStatusAt(row, now);
  const waiting: Partial<Record<HoldStatus, string>> = { held: 'provider', confirmed: 'person_on_the_way' };
  return {
    id: row.id,
    version: row.version,
    mode: row.mode,
    state,
    waitingOn: waiting[state] ?? 'nobody',
    housingRequestId: row.housingRequestId,
    referralId: row.referralId,
    offerId: row.offerId,
    resourceId: row.resourceId,
    providerOrganizationId: row.providerOrganizationId,
    requesterOrganizationId: row.requesterOrganizationId,
    placedAt: row.placedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    extended: row.extended,
    arrivalExpectedBy: row.arrivalExpectedBy?.toISOString() ?? null,
    arrivedAt: row.arrivedAt?.toISOString() ?? null,
    reasonCode: row.reasonCode,
  };
}
