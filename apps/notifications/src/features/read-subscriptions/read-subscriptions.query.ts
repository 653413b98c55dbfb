import { Refusal } from '#libs/kernel';
import { UnitOfWork, type Actor, type Tx } from '#libs/messaging';
import { pageOf, type Page, type PageQuery } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { MoreThan, Not } from 'typeorm';
import { subscriptionNotFound } from '../../domain/refusals.js';
import { readDeliveries } from '../../persistence/deliveries.js';
import type { DeliveryAnswer } from '../../persistence/delivery-answer.js';
import { subscriptionAnswer, type SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { SubscriptionRow } from '../../persistence/subscription.row.js';
import type { DeliveriesFilter } from './read-subscriptions.dto.js';

@Injectable()
export class SubscriptionsReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(actor: Actor, { limit, after }: PageQuery): Promise<Page<SubscriptionAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const rows = await tx.manager.find(SubscriptionRow, {
        where: { state: Not('deleted'), ...(after ? { id: MoreThan(after) } : {}) },
        order: { id: 'ASC' },
        take: limit + 1,
      });
      return pageOf(rows, limit, (row) => row.id, subscriptionAnswer);
    });
  }

  /** @throws Refusal `subscription/not-found` (404) */
  one(actor: Actor, id: string): Promise<SubscriptionAnswer> {
    return this.unitOfWork.query(actor, async (tx) => subscriptionAnswer(await find(tx, id)));
  }

  /** @throws Refusal `subscription/not-found` (404) */
  deliveries(actor: Actor, id: string, filter: DeliveriesFilter): Promise<Page<DeliveryAnswer>> {
    const { limit, after = null, state = null } = filter;
    return this.unitOfWork.query(actor, async (tx) => {
      await find(tx, id);
      const rows = await readDeliveries(tx, { subscriptionId: id, state, after, limit: limit + 1 });
      return pageOf(
        rows,
        limit,
        (row) => row.id,
        (row) => row,
      );
    });
  }
}

async function find(tx: Tx, id: string): Promise<SubscriptionRow> {
  const row = await tx.manager.findOneBy(SubscriptionRow, { id });
  if (!row) throw new Refusal(subscriptionNotFound);
  return row;
}
