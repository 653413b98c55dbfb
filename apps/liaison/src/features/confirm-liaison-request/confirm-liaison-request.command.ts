import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { RequestAnswer } from '../../persistence/request-answer.js';

export class ConfirmLiaisonRequest extends Command<RequestAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}
