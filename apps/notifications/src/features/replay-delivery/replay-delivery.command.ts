import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { DeliveryAnswer } from '../../persistence/delivery-answer.js';

export class ReplayDelivery extends Command<DeliveryAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}
