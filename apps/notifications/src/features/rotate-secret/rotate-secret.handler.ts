import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { rotateSecret } from '../../domain/subscription.js';
import { subscriptionAnswer, type SubscriptionWithSecret } from '../../persistence/subscription-answer.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { WebhookSecrets } from '../../persistence/webhook-secrets.js';
import { RotateSecret } from './rotate-secret.command.js';

@CommandHandler(RotateSecret)
export class RotateSecretHandler implements ICommandHandler<RotateSecret> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
    private readonly secrets: WebhookSecrets,
  ) {}

  async execute({ context, id }: RotateSecret): Promise<SubscriptionWithSecret> {
    const answer = await this.unitOfWork.command(context, async (tx) => {
      const row = await this.subscriptions.update(tx, id, rotateSecret);
      await this.secrets.make(tx, row);
      return subscriptionAnswer(row);
    });
    return this.unitOfWork.query(context.actor, async (tx) => ({
      ...answer,
      secret: await this.secrets.newest(tx, id),
    }));
  }
}
