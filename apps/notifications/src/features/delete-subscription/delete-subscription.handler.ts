import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteSubscription } from '../../domain/subscription.js';
import { Deliveries } from '../../persistence/deliveries.js';
import { subscriptionAnswer, type SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { WebhookSecrets } from '../../persistence/webhook-secrets.js';
import { DeleteSubscription } from './delete-subscription.command.js';

@CommandHandler(DeleteSubscription)
export class DeleteSubscriptionHandler implements ICommandHandler<DeleteSubscription> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
    private readonly secrets: WebhookSecrets,
  ) {}

  execute({ context, id }: DeleteSubscription): Promise<SubscriptionAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.subscriptions.update(tx, id, deleteSubscription);
      await this.deliveries.supersede(tx, id);
      await this.secrets.forget(tx, id);
      return subscriptionAnswer(row);
    });
  }
}
