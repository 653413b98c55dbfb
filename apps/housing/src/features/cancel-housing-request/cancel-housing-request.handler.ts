import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cancel } from '../../domain/move-request.js';
import { requestAnswer, type HousingRequestAnswer } from '../../persistence/housing-answers.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { HousingOffers } from '../../persistence/housing-offers.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { CancelHousingRequest } from './cancel-housing-request.command.js';

@CommandHandler(CancelHousingRequest)
export class CancelHousingRequestHandler implements ICommandHandler<CancelHousingRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: HousingRequests,
    private readonly offers: HousingOffers,
    private readonly holds: HousingHolds,
  ) {}

  execute({ context, id, reasonCode }: CancelHousingRequest): Promise<HousingRequestAnswer> {
    const { organizationId } = context.actor;
    return this.unitOfWork.command(context, async (tx) => {
      const request = await this.requests.lockNamed(tx, id);
      const events = cancel(request, { organizationId, reasonCode });
      await this.holds.letGoOf(tx, id, reasonCode);
      const saved = await this.requests.save(tx, request, events);
      const offers = await this.offers.ofRequests(tx, [id]);
      return requestAnswer(saved, offers, { organizationId, now: tx.now });
    });
  }
}
