import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { OfferAnswer } from '../../persistence/housing-answers.js';

export class RefuseRequest extends Command<OfferAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly requestId: string,
    readonly reasonCode: string,
  ) {
    super();
  }
}
