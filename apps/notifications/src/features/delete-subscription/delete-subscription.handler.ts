import { clearDeadline, UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteSubscription, publicTelling } from '../../domain/subscription.js';
import { AliasKeys } from '../../persistence/alias-keys.js';
import { Deliveries } from '../../persistence/deliveries.js';
import { subscriptionAnswer, type SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { forgetWaiting } from '../../persistence/waiting-notices.js';
import { WebhookSecrets } from '../../persistence/webhook-secrets.js';
import { DeleteSubscription } from './delete-subscription.command.js';

@CommandHandler(DeleteSubscription)
export class DeleteSubscriptionHandler implements ICommandHandler<DeleteSubscription> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
    private readonly secrets: WebhookSecrets,
    private readonly aliases: AliasKeys,
  ) {}

  execute({ context, id }: DeleteSubscription): Promise<SubscriptionAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.subscriptions.update(tx, id, deleteSubscription);
      await this.deliveries.supersede(tx, id);
      await this.secrets.forget(tx, id);
      await this.aliases.forget(tx, id);
      await forgetWaiting(tx, id);
      clearDeadline(tx, publicTelling, id);
      return subscriptionAnswer(row);
    });
  }
}
