import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { SubscriptionAnswer } from '../../persistence/subscription-answer.js';

export class PauseSubscription extends Command<SubscriptionAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}
