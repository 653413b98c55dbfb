import {
  ReferralAccepted,
  ReferralCancelled,
  ReferralCompleted,
  ReferralDeclined,
  ReferralExpired,
  ReferralScheduled,
  ReferralSent,
  ReferralServiceStarted,
  ReferralSharingStopped,
  ReferralWithdrawn,
  type Contract,
} from '#libs/contracts';
import { EventContext, On, type HubEvent, type Tx } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { callOff, stopSearch } from '../../domain/move-request.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { HousingRequestRow } from '../../persistence/housing-request.row.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { keepReferral, moveReferral } from '../../persistence/known-referrals.js';

const stateAfter = new Map<string, string>([
  [ReferralAccepted.type, 'accepted'],
  [ReferralScheduled.type, 'scheduled'],
  [ReferralServiceStarted.type, 'in_service'],
  [ReferralCompleted.type, 'completed'],
  [ReferralCancelled.type, 'cancelled'],
  [ReferralDeclined.type, 'declined'],
  [ReferralExpired.type, 'expired'],
  [ReferralWithdrawn.type, 'withdrawn'],
]);

/** Whose referral it is, in which mode, and whether it still stands; one that is over ends its search for housing. */
@Controller()
export class FollowReferrals {
  constructor(
    private readonly requests: HousingRequests,
    private readonly holds: HousingHolds,
  ) {}

  @On(ReferralSent)
  async keep(
    @Payload() { subject, mode, correlationId, data }: HubEvent<typeof ReferralSent>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    const { senderOrganizationId, receiverOrganizationId, regionCode, needs } = data;
    await keepReferral(tx, {
      id: subject,
      mode,
      correlationId,
      senderOrganizationId,
      receiverOrganizationId,
      regionCode,
      needs,
    });
  }

  @On(ReferralAccepted, ReferralScheduled)
  async move(@Payload() { subject, type }: HubEvent<Contract>, @Ctx() { tx }: EventContext): Promise<void> {
    await moveReferral(tx, subject, stateAfter.get(type)!);
  }

  /** The person has arrived somewhere: what was searched or held beside it is needed no more (3.3b). */
  @On(ReferralServiceStarted)
  async start(
    @Payload() { subject, type, data }: HubEvent<typeof ReferralServiceStarted>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    await moveReferral(tx, subject, stateAfter.get(type)!);
    if (data.holdId) await this.callOffSearch(tx, subject, 'other_place_found');
  }

  @On(ReferralCompleted, ReferralCancelled, ReferralDeclined, ReferralExpired)
  async end(@Payload() { subject, type }: HubEvent<Contract>, @Ctx() { tx }: EventContext): Promise<void> {
    await moveReferral(tx, subject, stateAfter.get(type)!);
    await this.callOffSearch(tx, subject, 'referral_over');
  }

  /** R11: the consent has ended. What is held stays held, whatever became of the referral. */
  @On(ReferralWithdrawn, ReferralSharingStopped)
  async stop(@Payload() { subject, type }: HubEvent<Contract>, @Ctx() { tx }: EventContext): Promise<void> {
    const state = stateAfter.get(type);
    if (state) await moveReferral(tx, subject, state);
    for (const { id } of await tx.manager.findBy(HousingRequestRow, { referralId: subject })) {
      const request = await this.requests.lock(tx, id);
      await this.requests.save(tx, request, stopSearch(request));
    }
  }

  private async callOffSearch(tx: Tx, referralId: string, reasonCode: string): Promise<void> {
    for (const { id } of await tx.manager.findBy(HousingRequestRow, { referralId })) {
      const request = await this.requests.lock(tx, id);
      const events = callOff(request, reasonCode);
      if (events.length === 0) continue;
      await this.holds.letGoOf(tx, id, 'request_cancelled');
      await this.requests.save(tx, request, events);
    }
  }
}
