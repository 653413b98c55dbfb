import { Refusal } from '#libs/kernel';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { makeOffer } from '../../domain/offer.js';
import { resourceNotFound } from '../../domain/refusals.js';
import { figuresOf } from '../../persistence/figures.js';
import { offerAnswer, type OfferAnswer } from '../../persistence/housing-answers.js';
import { HousingOffers } from '../../persistence/housing-offers.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { HousingResources } from '../../persistence/housing-resources.repository.js';
import { MakeOffer } from './make-offer.command.js';

@CommandHandler(MakeOffer)
export class MakeOfferHandler implements ICommandHandler<MakeOffer> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: HousingRequests,
    private readonly offers: HousingOffers,
    private readonly resources: HousingResources,
  ) {}

  execute({ context, requestId, resourceId, willBeBackup }: MakeOffer): Promise<OfferAnswer> {
    const providerOrganizationId = context.actor.organizationId;
    return this.unitOfWork.command(context, async (tx) => {
      const request = await this.requests.lockNamed(tx, requestId);
      const resource = await this.resources.get(tx, resourceId, request.mode);
      if (resource.providerOrganizationId !== providerOrganizationId)
        throw new Refusal(resourceNotFound, { pointer: '/resourceId' });
      const figures = (await figuresOf(tx, [resource.id])).get(resource.id) ?? null;
      const seen = await this.offers.ofRequests(tx, [request.id]);
      const own = seen.filter((one) => one.providerOrganizationId === providerOrganizationId);
      const id = tx.newId();
      const events = makeOffer(request, resource, figures, {
        id,
        providerOrganizationId,
        resourceId: resource.id,
        willBeBackup,
        own,
        now: tx.now,
      });
      const offer = await this.offers.add(tx, id, request, events);
      await this.requests.save(tx, request, [
        {
          type: 'HousingRequestOffered',
          offerId: id,
          providerOrganizationId,
          validUntil: offer.validUntil!,
        },
      ]);
      return offerAnswer(offer, tx.now);
    });
  }
}
