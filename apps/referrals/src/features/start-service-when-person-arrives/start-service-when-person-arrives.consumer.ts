import { HoldArrived } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { startService } from '../../domain/refer.js';
import { Referrals } from '../../persistence/referrals.repository.js';

@Controller()
export class StartServiceWhenPersonArrives {
  constructor(private readonly referrals: Referrals) {}

  @On(HoldArrived)
  async start(
    @Payload() { subject, time, data }: HubEvent<typeof HoldArrived>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    await this.referrals.update(tx, data.referralId, (state) =>
      startService(state, { holdId: subject, at: time }),
    );
  }
}
