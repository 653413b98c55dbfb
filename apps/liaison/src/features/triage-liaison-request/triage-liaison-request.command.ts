import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { RequestAnswer } from '../../persistence/request-answer.js';

export class TriageLiaisonRequest extends Command<RequestAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly priority: string,
    readonly departments: readonly string[],
  ) {
    super();
  }
}
