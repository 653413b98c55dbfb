import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answerTasking } from '../../domain/tasking.js';
import { taskingAnswer, type TaskingAnswer } from '../../persistence/tasking-answer.js';
import { Taskings } from '../../persistence/taskings.repository.js';
import { AnswerTasking } from './answer-tasking.command.js';

@CommandHandler(AnswerTasking)
export class AnswerTaskingHandler implements ICommandHandler<AnswerTasking> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly taskings: Taskings,
  ) {}

  execute({ context, id, answerCode }: AnswerTasking): Promise<TaskingAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.taskings.update(tx, id, (state) =>
        answerTasking(state, { organizationId: context.actor.organizationId, answerCode }),
      );
      return taskingAnswer(row);
    });
  }
}
