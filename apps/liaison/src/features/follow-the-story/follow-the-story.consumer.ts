import {
  HoldArrived,
  HoldConfirmed,
  HoldExpired,
  HoldNoShow,
  HoldPlaced,
  HoldReleased,
  HoldWithdrawn,
  HousingRequestCancelled,
  HousingRequestOpened,
  HousingRequestReopened,
  HousingRequestUnmet,
  HousingRequestWidened,
  ReferralAccepted,
  ReferralCancelled,
  ReferralCompleted,
  ReferralDeclined,
  ReferralEscalated,
  ReferralExpired,
  ReferralReceived,
  ReferralScheduled,
  ReferralSent,
  ReferralServiceStarted,
  type Contract,
} from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { LiaisonRequestRow } from '../../persistence/liaison-request.row.js';
import { addStep } from '../../persistence/steps.js';

/** Whose turn it is after a step that another app took. */
const turnAfter = new Map<string, string>([
  [ReferralSent.type, 'regional_hub'],
  [ReferralReceived.type, 'regional_hub'],
  [ReferralAccepted.type, 'regional_hub'],
  [ReferralScheduled.type, 'regional_hub'],
  [ReferralEscalated.type, 'regional_hub'],
  [ReferralDeclined.type, 'sender'],
  [ReferralExpired.type, 'sender'],
  [ReferralCancelled.type, 'nobody'],
  [ReferralServiceStarted.type, 'regional_hub'],
  [ReferralCompleted.type, 'nobody'],
  [HousingRequestOpened.type, 'providers'],
  [HousingRequestWidened.type, 'providers'],
  [HousingRequestReopened.type, 'regional_hub'],
  [HousingRequestCancelled.type, 'regional_hub'],
  [HousingRequestUnmet.type, 'regional_hub'],
  [HoldPlaced.type, 'providers'],
  [HoldConfirmed.type, 'person_on_the_way'],
  [HoldArrived.type, 'regional_hub'],
  [HoldExpired.type, 'regional_hub'],
  [HoldNoShow.type, 'regional_hub'],
  [HoldReleased.type, 'regional_hub'],
  [HoldWithdrawn.type, 'regional_hub'],
]);

/** What other apps do for a request goes into its timeline: all of it carries the request's id as correlation. */
@Controller()
export class FollowTheStory {
  @On(
    ReferralSent,
    ReferralReceived,
    ReferralAccepted,
    ReferralDeclined,
    ReferralScheduled,
    ReferralServiceStarted,
    ReferralCompleted,
    ReferralCancelled,
    ReferralEscalated,
    ReferralExpired,
    HousingRequestOpened,
    HousingRequestWidened,
    HousingRequestReopened,
    HousingRequestCancelled,
    HousingRequestUnmet,
    HoldPlaced,
    HoldConfirmed,
    HoldArrived,
    HoldExpired,
    HoldNoShow,
    HoldReleased,
    HoldWithdrawn,
  )
  async follow(
    @Payload() { type, time, correlationId }: HubEvent<Contract>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    const request = await tx.manager.findOneBy(LiaisonRequestRow, { id: correlationId });
    if (request)
      addStep(tx, request.id, {
        type,
        state: null,
        waitingOn: turnAfter.get(type) ?? 'nobody',
        at: time,
      });
  }
}
