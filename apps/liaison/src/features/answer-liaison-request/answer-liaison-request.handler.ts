import { setDeadline, UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answer } from '../../domain/handle.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { Taskings } from '../../persistence/taskings.repository.js';
import { AnswerLiaisonRequest } from './answer-liaison-request.command.js';

/** Domain 3.1: answered and fourteen days of silence closes the request. */
const silenceDays = 14;

@CommandHandler(AnswerLiaisonRequest)
export class AnswerLiaisonRequestHandler implements ICommandHandler<AnswerLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
    private readonly taskings: Taskings,
  ) {}

  execute({ context, id, answerCode }: AnswerLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.liaisonRequests.update(tx, id, async (state) =>
        answer(state, {
          organizationId: context.actor.organizationId,
          answerCode,
          openTaskings: await this.taskings.openOf(tx, id),
          at: tx.now,
        }),
      );
      setDeadline(tx, 'silence', id, new Date(tx.now.getTime() + silenceDays * 86_400_000));
      return requestAnswer(row);
    });
  }
}
