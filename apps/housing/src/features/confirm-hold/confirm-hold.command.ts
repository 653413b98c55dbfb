import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { HoldAnswer } from '../../persistence/housing-answers.js';

export class ConfirmHold extends Command<HoldAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}
