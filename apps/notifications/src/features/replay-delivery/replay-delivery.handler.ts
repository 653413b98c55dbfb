import { Refusal } from '#libs/kernel';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deliveryNotDead, deliveryNotFound } from '../../domain/refusals.js';
import type { DeliveryAnswer } from '../../persistence/delivery-answer.js';
import { Deliveries, readDelivery } from '../../persistence/deliveries.js';
import { ReplayDelivery } from './replay-delivery.command.js';

@CommandHandler(ReplayDelivery)
export class ReplayDeliveryHandler implements ICommandHandler<ReplayDelivery> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: Deliveries,
  ) {}

  execute({ context, id }: ReplayDelivery): Promise<DeliveryAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      if (!(await readDelivery(tx, id))) throw new Refusal(deliveryNotFound);
      const replayed = await this.deliveries.replay(tx, id);
      if (!replayed) throw new Refusal(deliveryNotDead);
      return (await readDelivery(tx, replayed.id))!;
    });
  }
}
