import { Refusal } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { placeHold } from '../../domain/place-hold.js';
import { offerNotFound } from '../../domain/refusals.js';
import { lockFigures } from '../../persistence/figures.js';
import { holdAnswer, type HoldAnswer } from '../../persistence/housing-answers.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { HousingOffers } from '../../persistence/housing-offers.repository.js';
import type { HousingRequestRow } from '../../persistence/housing-request.row.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { HousingResources } from '../../persistence/housing-resources.repository.js';
import { PlaceHold } from './place-hold.command.js';

@CommandHandler(PlaceHold)
export class PlaceHoldHandler implements ICommandHandler<PlaceHold> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: HousingRequests,
    private readonly offers: HousingOffers,
    private readonly holds: HousingHolds,
    private readonly resources: HousingResources,
  ) {}

  execute({ context, requestId, offerId }: PlaceHold): Promise<HoldAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const request = await this.lockRequest(tx, requestId);
      const offer = await this.offers.lock(tx, offerId);
      if (offer.resourceId === null) throw new Refusal(offerNotFound);
      const { figures, now } = await lockFigures(tx, offer.resourceId);
      const resource = await this.resources.get(tx, offer.resourceId, request.mode);
      const holdId = tx.newId();
      const byOrganizationId = context.actor.organizationId;
      const events = placeHold({ holdId, byOrganizationId, request, offer, resource, figures, now });
      const { housingRequestId, providerOrganizationId } = offer;
      await this.offers.save(tx, offer, [
        { type: 'OfferChosen', housingRequestId, providerOrganizationId, resourceId: resource.id },
      ]);
      const hold = await this.holds.add(tx, holdId, request, events);
      await this.requests.save(tx, request, [{ type: 'HousingRequestHeld', holdId, offerId }]);
      return holdAnswer(hold, now);
    });
  }

  /** A hold that has run out without its timer having come does not stand in the way of the next (R39). */
  private async lockRequest(tx: Tx, id: string): Promise<HousingRequestRow> {
    const request = await this.requests.lockNamed(tx, id);
    if (request.status !== 'holding' || request.holdId === null) return request;
    const locked = await this.holds.lock(tx, request.holdId);
    return (await this.holds.letTimePass(tx, locked)).request;
  }
}
