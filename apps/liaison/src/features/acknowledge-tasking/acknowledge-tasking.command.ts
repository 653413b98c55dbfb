import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { TaskingAnswer } from '../../persistence/tasking-answer.js';

export class AcknowledgeTasking extends Command<TaskingAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}
