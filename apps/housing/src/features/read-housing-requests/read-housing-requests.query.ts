import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { newestFirst, pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { requestNotFound } from '../../domain/refusals.js';
import { requestAnswer, type HousingRequestAnswer } from '../../persistence/housing-answers.js';
import { HousingOffers } from '../../persistence/housing-offers.repository.js';
import { HousingRequestRow } from '../../persistence/housing-request.row.js';
import type { HousingRequestsFilter } from './read-housing-requests.dto.js';

/** The requester's turn: an offer to choose, or a search that was thrown back after a hold, or stopped (R11). */
const waitsForRequester = `(request.requester_organization_id = :me
  and (request.status = 'offered' or (request.status = 'open' and (request.hold_id is not null or request.search_stopped))))`;

/** A provider's turn: it was asked and has not answered, or its last answer came to nothing and the search goes on. */
const waitsForProvider = `(:me not in (request.requester_organization_id, request.sender_organization_id) and request.status in ('open', 'offered')
  and not coalesce((
    select offer.status = 'refused' or (offer.status = 'offered' and offer.valid_until > hub_now())
    from housing_offer offer
    where offer.housing_request_id = request.id and offer.provider_organization_id = :me
    order by offer.id desc limit 1), false))`;

@Injectable()
export class HousingRequestReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offers: HousingOffers,
  ) {}

  list(
    actor: Actor,
    { state, waiting, limit, after }: HousingRequestsFilter,
  ): Promise<Page<HousingRequestAnswer>> {
    const { organizationId } = actor;
    return this.unitOfWork.query(actor, async (tx) => {
      const query = newestFirst(tx, HousingRequestRow, 'request', { limit, after });
      if (state) query.andWhere('request.status = :state', { state });
      if (waiting) query.andWhere(`(${waitsForRequester} or ${waitsForProvider})`, { me: organizationId });
      const rows = await query.getMany();
      const offers = await this.offers.ofRequests(
        tx,
        rows.map((row) => row.id),
      );
      const view = { organizationId, now: tx.now };
      return pageOf(
        rows,
        limit,
        (row) => row.id,
        (row) => requestAnswer(row, offers, view),
      );
    });
  }

  one(actor: Actor, id: string): Promise<HousingRequestAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(HousingRequestRow, { id });
      if (!row) throw new Refusal(requestNotFound);
      await auditRead(tx, 'housing-request', id);
      const offers = await this.offers.ofRequests(tx, [id]);
      return requestAnswer(row, offers, { organizationId: actor.organizationId, now: tx.now });
    });
  }
}
