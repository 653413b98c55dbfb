import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resume } from '../../domain/subscription.js';
import { subscriptionAnswer, type SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { Deliveries } from '../../persistence/deliveries.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { ResumeSubscription } from './resume-subscription.command.js';

@CommandHandler(ResumeSubscription)
export class ResumeSubscriptionHandler implements ICommandHandler<ResumeSubscription> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
  ) {}

  execute({ context, id }: ResumeSubscription): Promise<SubscriptionAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.subscriptions.update(tx, id, resume);
      await this.deliveries.attemptNow(tx, id);
      return subscriptionAnswer(row);
    });
  }
}
