import { KeepConsents, KnownConsents, WhenConsentShrinks } from '#libs/consent';
import { HubModule } from '#libs/platform';
import { SealingModule } from '#libs/sealing';
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
import { DraftReferralController } from './features/draft-referral/draft-referral.controller.js';
import { DraftReferralHandler } from './features/draft-referral/draft-referral.handler.js';
import { EscalateReferral } from './features/escalate-referral/escalate-referral.timer.js';
import { ForgetErasedPerson } from './features/forget-erased-person/forget-erased-person.consumer.js';
import { OpenReferralController } from './features/open-referral/open-referral.controller.js';
import { OpenReferralHandler } from './features/open-referral/open-referral.handler.js';
import { OpenReferralWhenRequestIsRouted } from './features/open-referral-when-request-is-routed/open-referral-when-request-is-routed.consumer.js';
import { PurgeReferrals } from './features/purge-referrals/purge-referrals.timer.js';
import { ReadReferralsController } from './features/read-referrals/read-referrals.controller.js';
import { ReferralReader } from './features/read-referrals/read-referrals.query.js';
import { MeetPersonController } from './features/meet-person/meet-person.controller.js';
import { MeetPersonHandler } from './features/meet-person/meet-person.handler.js';
import { ResolveConsentDoubt } from './features/resolve-consent-doubt/resolve-consent-doubt.timer.js';
import { ScheduleReferralController } from './features/schedule-referral/schedule-referral.controller.js';
import { ScheduleReferralHandler } from './features/schedule-referral/schedule-referral.handler.js';
import { SendReferralController } from './features/send-referral/send-referral.controller.js';
import { SendReferralHandler } from './features/send-referral/send-referral.handler.js';
import { SendWhenConsentIsChecked } from './features/send-when-consent-is-checked/send-when-consent-is-checked.timer.js';
import { StartServiceWhenPersonArrives } from './features/start-service-when-person-arrives/start-service-when-person-arrives.consumer.js';
import { WithdrawWhenConsentShrinks } from './features/withdraw-when-consent-shrinks/withdraw-when-consent-shrinks.js';
import { ReferralConsents } from './persistence/consents.js';
import { Notes } from './persistence/notes.js';
import { ReferralRow } from './persistence/referral.row.js';
import { Referrals } from './persistence/referrals.repository.js';

/** Who is helping, and did it work. */
@Module({
  imports: [HubModule.forApp({ config: readConfig, rows: [ReferralRow] }), SealingModule],
  controllers: [
    AcceptReferralController,
    CancelReferralController,
    CompleteReferralController,
    DeclineReferralController,
    DraftReferralController,
    OpenReferralController,
    ReadReferralsController,
    ScheduleReferralController,
    MeetPersonController,
    SendReferralController,
    CancelReferralWhenRequestIsWithdrawn,
    ForgetErasedPerson,
    KeepConsents,
    OpenReferralWhenRequestIsRouted,
    StartServiceWhenPersonArrives,
  ],
  providers: [
    KnownConsents,
    ResolveConsentDoubt,
    Notes,
    ReferralConsents,
    Referrals,
    { provide: WhenConsentShrinks, useClass: WithdrawWhenConsentShrinks },
    AcceptReferralHandler,
    CancelReferralHandler,
    CompleteReferralHandler,
    DeclineReferralHandler,
    DraftReferralHandler,
    OpenReferralHandler,
    ReferralReader,
    ScheduleReferralHandler,
    MeetPersonHandler,
    SendReferralHandler,
    EscalateReferral,
    PurgeReferrals,
    SendWhenConsentIsChecked,
  ],
})
export class ReferralsModule {}
