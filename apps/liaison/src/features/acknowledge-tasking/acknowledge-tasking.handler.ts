import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { acknowledgeTasking } from '../../domain/tasking.js';
import { taskingAnswer, type TaskingAnswer } from '../../persistence/tasking-answer.js';
import { Taskings } from '../../persistence/taskings.repository.js';
import { AcknowledgeTasking } from './acknowledge-tasking.command.js';

@CommandHandler(AcknowledgeTasking)
export class AcknowledgeTaskingHandler implements ICommandHandler<AcknowledgeTasking> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly taskings: Taskings,
  ) {}

  execute({ context, id }: AcknowledgeTasking): Promise<TaskingAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.taskings.update(tx, id, (state) =>
        acknowledgeTasking(state, { organizationId: context.actor.organizationId }),
      );
      return taskingAnswer(row);
    });
  }
}
