import { UnitOfWork, type Tx } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noteRefusal } from '../../domain/move-request.js';
import { takeBack } from '../../domain/offer.js';
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
      const takenBack = await this.takeBackOffers(tx, request.id, providerOrganizationId);
      const noted = noteRefusal(request, { providerOrganizationId, reasonCode, takenBack }, tx.now);
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

  /** Ends what the provider has offered and nobody chose; returns the ids. */
  private async takeBackOffers(tx: Tx, requestId: string, providerOrganizationId: string): Promise<string[]> {
    const own = (await this.offers.ofRequests(tx, [requestId])).filter(
      (one) => one.providerOrganizationId === providerOrganizationId && one.status === 'offered',
    );
    for (const { id } of own) {
      const offer = await this.offers.lock(tx, id);
      await this.offers.save(tx, offer, takeBack(offer));
    }
    return own.map(({ id }) => id);
  }
}
