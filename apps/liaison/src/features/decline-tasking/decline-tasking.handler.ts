import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { declineTasking } from '../../domain/tasking.js';
import { taskingAnswer, type TaskingAnswer } from '../../persistence/tasking-answer.js';
import { Taskings } from '../../persistence/taskings.repository.js';
import { DeclineTasking } from './decline-tasking.command.js';

@CommandHandler(DeclineTasking)
export class DeclineTaskingHandler implements ICommandHandler<DeclineTasking> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly taskings: Taskings,
  ) {}

  execute({ context, id, reasonCode }: DeclineTasking): Promise<TaskingAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.taskings.update(tx, id, (state) =>
        declineTasking(state, { organizationId: context.actor.organizationId, reasonCode }),
      );
      return taskingAnswer(row);
    });
  }
}
