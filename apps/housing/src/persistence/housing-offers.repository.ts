import { Refusal } from '#libs/kernel';
import { saveAggregate, setDeadline, type AggregateRow, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { evolveOffer, type Offer, type OfferEvent } from '../domain/offer.js';
import { offerNotFound } from '../domain/refusals.js';
import { publishOfferEvent } from '../published-events.js';
import { HousingOfferRow } from './housing-offer.row.js';
import type { HousingRequestRow } from './housing-request.row.js';

@Injectable()
export class HousingOffers {
  /** An offer follows its request: same mode, same correlation. */
  async add(
    tx: Tx,
    id: string,
    { mode, correlationId }: HousingRequestRow,
    events: readonly OfferEvent[],
  ): Promise<HousingOfferRow> {
    return this.write(tx, { id, version: 0, mode, correlationId }, null, events);
  }

  /** @throws Refusal `offer/not-found` (404) */
  async lock(tx: Tx, id: string): Promise<HousingOfferRow> {
    const row = await tx.lock(HousingOfferRow, id);
    if (!row) throw new Refusal(offerNotFound);
    return row;
  }

  /** Those that the actor may see: the requester all, a provider its own; the newest first. */
  async ofRequests(tx: Tx, requestIds: readonly string[]): Promise<HousingOfferRow[]> {
    if (requestIds.length === 0) return [];
    return tx.manager
      .createQueryBuilder(HousingOfferRow, 'offer')
      .where('offer.housing_request_id in (:...requestIds)', { requestIds })
      .orderBy('offer.id', 'DESC')
      .getMany();
  }

  async save(tx: Tx, row: HousingOfferRow, events: readonly OfferEvent[]): Promise<HousingOfferRow> {
    return events.length === 0 ? row : this.write(tx, row, row, events);
  }

  private async write(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Offer | null,
    events: readonly OfferEvent[],
  ): Promise<HousingOfferRow> {
    const after = events.reduce<Offer | null>(evolveOffer, before)!;
    const saved = await saveAggregate<HousingOfferRow>(tx, {
      entity: HousingOfferRow,
      aggregate: 'offer',
      row: { ...after, id, version, mode, correlationId },
      published: events.map(publishOfferEvent),
      parties: [
        { organizationId: after.requesterOrganizationId, capacity: 'requester' },
        { organizationId: after.providerOrganizationId, capacity: 'provider' },
      ],
    });
    if (before === null && after.validUntil) setDeadline(tx, 'offer-lapse', id, after.validUntil);
    return saved;
  }
}
