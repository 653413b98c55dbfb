import { randomBytes } from 'node:crypto';
import { sequenceText, UnitOfWork, type Tx } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requestVerification } from '../../domain/subscription.js';
import { challengeType, Deliveries } from '../../persistence/deliveries.js';
import type { OutwardEvent } from '../../persistence/feed.js';
import { subscriptionAnswer, type SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import type { SubscriptionRow } from '../../persistence/subscription.row.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { VerifySubscription } from './verify-subscription.command.js';

@CommandHandler(VerifySubscription)
export class VerifySubscriptionHandler implements ICommandHandler<VerifySubscription> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
  ) {}

  execute({ context, id }: VerifySubscription): Promise<SubscriptionAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.subscriptions.update(tx, id, requestVerification);
      await this.deliveries.supersede(tx, id, challengeType);
      await this.deliveries.add(tx, {
        subscriptionId: id,
        organizationId: row.organizationId,
        event: challengeFor(row, tx),
      });
      return subscriptionAnswer(row);
    });
  }
}

const challengeBytes = 24;

function challengeFor(row: SubscriptionRow, tx: Tx): OutwardEvent {
  return {
    specversion: '1.0',
    id: tx.newId(),
    type: challengeType,
    source: '/notifications',
    subject: row.id,
    time: tx.now.toISOString(),
    sequence: sequenceText(1),
    mode: row.mode,
    datacontenttype: 'application/json',
    data: { challenge: randomBytes(challengeBytes).toString('base64url') },
  };
}
