import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decline } from '../../domain/handle.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { DeclineLiaisonRequest } from './decline-liaison-request.command.js';

@CommandHandler(DeclineLiaisonRequest)
export class DeclineLiaisonRequestHandler implements ICommandHandler<DeclineLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
  ) {}

  execute({ context, id, reasonCode, alternativeCode }: DeclineLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.liaisonRequests.update(tx, id, (state) =>
        decline(state, { organizationId: context.actor.organizationId, reasonCode, alternativeCode }),
      );
      return requestAnswer(row);
    });
  }
}
