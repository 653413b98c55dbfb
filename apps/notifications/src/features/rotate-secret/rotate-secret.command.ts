import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { SubscriptionWithSecret } from '../../persistence/subscription-answer.js';

export class RotateSecret extends Command<SubscriptionWithSecret> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}
