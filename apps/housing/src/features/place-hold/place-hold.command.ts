import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { HoldAnswer } from '../../persistence/housing-answers.js';

export class PlaceHold extends Command<HoldAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly requestId: string,
    readonly offerId: string,
  ) {
    super();
  }
}
