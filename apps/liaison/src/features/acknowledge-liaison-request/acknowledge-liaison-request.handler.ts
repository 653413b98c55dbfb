import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { acknowledge } from '../../domain/handle.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { AcknowledgeLiaisonRequest } from './acknowledge-liaison-request.command.js';

@CommandHandler(AcknowledgeLiaisonRequest)
export class AcknowledgeLiaisonRequestHandler implements ICommandHandler<AcknowledgeLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
  ) {}

  execute({ context, id }: AcknowledgeLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.liaisonRequests.update(tx, id, (state) =>
        acknowledge(state, { organizationId: context.actor.organizationId, at: tx.now }),
      );
      return requestAnswer(row);
    });
  }
}
