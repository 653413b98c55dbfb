import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { confirm } from '../../domain/handle.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { ConfirmLiaisonRequest } from './confirm-liaison-request.command.js';

@CommandHandler(ConfirmLiaisonRequest)
export class ConfirmLiaisonRequestHandler implements ICommandHandler<ConfirmLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
  ) {}

  execute({ context, id }: ConfirmLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.liaisonRequests.update(tx, id, (state) =>
        confirm(state, { organizationId: context.actor.organizationId }),
      );
      return requestAnswer(row);
    });
  }
}
