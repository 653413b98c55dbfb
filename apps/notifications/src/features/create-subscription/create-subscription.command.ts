import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { Audience } from '../../domain/subscription.js';
import type { SubscriptionWithSecret } from '../../persistence/subscription-answer.js';

export class CreateSubscription extends Command<SubscriptionWithSecret> {
  constructor(
    readonly context: CommandContext,
    readonly wanted: {
      readonly url: string;
      readonly eventTypes: readonly string[];
      readonly audience: Audience;
    },
  ) {
    super();
  }
}
