import { HubModule } from '#libs/platform';
import { Module } from '@nestjs/common';
import { readConfig } from './config.js';
import { AcceptReferralController } from './features/accept-referral/accept-referral.controller.js';
import { AcceptReferralHandler } from './features/accept-referral/accept-referral.handler.js';
import { CancelReferralController } from './features/cancel-referral/cancel-referral.controller.js';
import { CancelReferralHandler } from './features/cancel-referral/cancel-referral.handler.js';
import { CancelReferralWhenRequestIsWithdrawn } from './features/cancel-referral-when-request-is-withdrawn/cancel-referral-when-request-is-withdrawn.consumer.js';
import { CompleteReferralController } from './features/complete-referral/complete-referral.controller.js';
import { CompleteReferralHandler } from './features/complete-referral/complete-referral.handler.js';
import { DeclineReferralController } from './features/decline-referral/decline-referral.controller.js';
import { DeclineReferralHandler } from './features/decline-referral/decline-referral.handler.js';
import { EscalateReferral } from './features/escalate-referral/escalate-referral.timer.js';
import { OpenReferralController } from './features/open-referral/open-referral.controller.js';
import { OpenReferralHandler } from './features/open-referral/open-referral.handler.js';
import { OpenReferralWhenRequestIsRouted } from './features/open-referral-when-request-is-routed/open-referral-when-request-is-routed.consumer.js';
import { ReadReferralsController } from './features/read-referrals/read-referrals.controller.js';
import { ReferralReader } from './features/read-referrals/read-referrals.query.js';
import { ScheduleReferralController } from './features/schedule-referral/schedule-referral.controller.js';
import { ScheduleReferralHandler } from './features/schedule-referral/schedule-referral.handler.js';
import { StartServiceWhenPersonArrives } from './features/start-service-when-person-arrives/start-service-when-person-arrives.consumer.js';
import { ReferralRow } from './persistence/referral.row.js';
import { Referrals } from './persistence/referrals.repository.js';

/** Who is helping, and did it work. */
@Module({
  imports: [HubModule.forApp({ config: readConfig, rows: [ReferralRow] })],
  controllers: [
    AcceptReferralController,
    CancelReferralController,
    CompleteReferralController,
    DeclineReferralController,
    OpenReferralController,
    ReadReferralsController,
    ScheduleReferralController,
    CancelReferralWhenRequestIsWithdrawn,
    OpenReferralWhenRequestIsRouted,
    StartServiceWhenPersonArrives,
  ],
  providers: [
    Referrals,
    AcceptReferralHandler,
    CancelReferralHandler,
    CompleteReferralHandler,
    DeclineReferralHandler,
    OpenReferralHandler,
    ReferralReader,
    ScheduleReferralHandler,
    EscalateReferral,
  ],
})
export class ReferralsModule {}
