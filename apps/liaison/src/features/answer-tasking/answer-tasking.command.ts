import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { TaskingAnswer } from '../../persistence/tasking-answer.js';

export class AnswerTasking extends Command<TaskingAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly answerCode: string,
  ) {
    super();
  }
}
