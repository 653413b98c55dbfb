import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { withdraw } from '../../domain/handle.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { Taskings } from '../../persistence/taskings.repository.js';
import { WithdrawLiaisonRequest } from './withdraw-liaison-request.command.js';

@CommandHandler(WithdrawLiaisonRequest)
export class WithdrawLiaisonRequestHandler implements ICommandHandler<WithdrawLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
    private readonly taskings: Taskings,
  ) {}

  execute({ context, id }: WithdrawLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.liaisonRequests.update(tx, id, (state) =>
        withdraw(state, { organizationId: context.actor.organizationId, at: tx.now }),
      );
      await this.taskings.cancelOf(tx, id);
      return requestAnswer(row);
    });
  }
}
