import { RequestWithdrawn } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { cancelWithRequest } from '../../domain/refer.js';
import { Referrals } from '../../persistence/referrals.repository.js';

@Controller()
export class CancelReferralWhenRequestIsWithdrawn {
  constructor(private readonly referrals: Referrals) {}

  @On(RequestWithdrawn)
  async cancel(
    @Payload() { subject }: HubEvent<typeof RequestWithdrawn>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    for (const id of await this.referrals.ofRequest(tx, subject))
      await this.referrals.update(tx, id, cancelWithRequest);
  }
}
