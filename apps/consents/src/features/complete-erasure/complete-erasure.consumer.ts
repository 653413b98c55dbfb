import { ReferralsParticipantDataErased } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { keysWereDestroyed } from '../../persistence/participants.js';

/** R18: the receipt of an erasure says when it is complete. */
@Controller()
export class CompleteErasure {
  @On(ReferralsParticipantDataErased)
  complete(
    @Payload() { subject, data }: HubEvent<typeof ReferralsParticipantDataErased>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return keysWereDestroyed(tx, subject, data);
  }
}
