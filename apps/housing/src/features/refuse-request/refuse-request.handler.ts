import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noteRefusal } from '../../domain/move-request.js';
import { offerAnswer, type OfferAnswer } from '../../persistence/housing-answers.js';
import { HousingOffers } from '../../persistence/housing-offers.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { RefuseRequest } from './refuse-request.command.js';

@CommandHandler(RefuseRequest)
export class RefuseRequestHandler implements ICommandHandler<RefuseRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: HousingRequests,
    private readonly offers: HousingOffers,
  ) {}

  execute({ context, requestId, reasonCode }: RefuseRequest): Promise<OfferAnswer> {
    const providerOrganizationId = context.actor.organizationId;
    return this.unitOfWork.command(context, async (tx) => {
      const request = await this.requests.lockNamed(tx, requestId);
      const noted = noteRefusal(request, { providerOrganizationId, reasonCode }, tx.now);
      const id = tx.newId();
      const offer = await this.offers.add(tx, id, request, [
        {
          type: 'OfferRefused',
          id,
          housingRequestId: request.id,
          requesterOrganizationId: request.requesterOrganizationId,
          providerOrganizationId,
          madeAt: tx.now,
          reasonCode,
        },
      ]);
      await this.requests.save(tx, request, noted);
      return offerAnswer(offer, tx.now);
    });
  }
}
