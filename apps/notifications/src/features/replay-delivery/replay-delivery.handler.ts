import { Refusal } from '#libs/kernel';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deliveryNotDead, deliveryNotFound } from '../../domain/refusals.js';
import { requestReplay } from '../../domain/subscription.js';
import type { DeliveryAnswer } from '../../persistence/delivery-answer.js';
import { Deliveries, readDelivery } from '../../persistence/deliveries.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { ReplayDelivery } from './replay-delivery.command.js';

@CommandHandler(ReplayDelivery)
export class ReplayDeliveryHandler implements ICommandHandler<ReplayDelivery> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
  ) {}

  execute({ context, id }: ReplayDelivery): Promise<DeliveryAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const delivery = await readDelivery(tx, id);
      if (!delivery) throw new Refusal(deliveryNotFound);
      requestReplay(await this.subscriptions.lock(tx, delivery.subscriptionId));
      const replayed = await this.deliveries.replay(tx, id);
      if (!replayed) throw new Refusal(deliveryNotDead);
      return (await readDelivery(tx, replayed.id))!;
    });
  }
}
