import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { OfferAnswer } from '../../persistence/housing-answers.js';

export class MakeOffer extends Command<OfferAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly requestId: string,
    readonly resourceId: string,
    readonly willBeBackup: boolean,
  ) {
    super();
  }
}
