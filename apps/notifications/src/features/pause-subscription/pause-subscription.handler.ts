import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { pause } from '../../domain/subscription.js';
import { subscriptionAnswer, type SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { PauseSubscription } from './pause-subscription.command.js';

@CommandHandler(PauseSubscription)
export class PauseSubscriptionHandler implements ICommandHandler<PauseSubscription> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
  ) {}

  execute({ context, id }: PauseSubscription): Promise<SubscriptionAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.subscriptions.update(tx, id, pause);
      return subscriptionAnswer(row);
    });
  }
}
