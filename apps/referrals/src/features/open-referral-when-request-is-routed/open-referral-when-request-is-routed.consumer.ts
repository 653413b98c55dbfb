import { RequestRouted } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { sendRouted } from '../../domain/refer.js';
import { Referrals } from '../../persistence/referrals.repository.js';

/** A request that goes to a regional hub becomes a referral, as sent: the one who asked is the sender, the hub the receiver. */
@Controller()
export class OpenReferralWhenRequestIsRouted {
  constructor(private readonly referrals: Referrals) {}

  @On(RequestRouted)
  async open(
    @Payload() { subject, data, mode, correlationId }: HubEvent<typeof RequestRouted>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    if (data.hubOrganizationId === null) return;
    const sent = sendRouted(
      {
        requestId: subject,
        senderOrganizationId: data.senderOrganizationId,
        receiverOrganizationId: data.hubOrganizationId,
        serviceType: 'shelter',
        regionCode: data.regionCode,
        needs: data.needs,
        priority: data.priority,
      },
      tx.now,
    );
    await this.referrals.add(tx, { mode, correlationId }, sent);
  }
}
