import { HubModule } from '#libs/platform';
import { Module } from '@nestjs/common';
import { readConfig } from './config.js';
import { HeartbeatWorker } from './features/beat-heart/beat-heart.worker.js';
import { ExpireConsent } from './features/expire-consent/expire-consent.timer.js';
import { GiveConsentController } from './features/give-consent/give-consent.controller.js';
import { GiveConsentHandler } from './features/give-consent/give-consent.handler.js';
import { KeepDirectory } from './features/keep-directory/keep-directory.consumer.js';
import { ReadConsentsController } from './features/read-consents/read-consents.controller.js';
import { ConsentReader } from './features/read-consents/read-consents.query.js';
import { RemindOfExpiry } from './features/remind-of-expiry/remind-of-expiry.timer.js';
import { WithdrawConsentController } from './features/withdraw-consent/withdraw-consent.controller.js';
import { WithdrawConsentHandler } from './features/withdraw-consent/withdraw-consent.handler.js';
import { ErasedParticipantRow } from './persistence/erased-participant.row.js';
import { GrantRow } from './persistence/grant.row.js';
import { Grants } from './persistence/grants.repository.js';
import { LegalExceptionRow } from './persistence/legal-exception.row.js';

/** What may be told about a person, to whom, and until when. */
@Module({
  imports: [
    HubModule.forApp({ config: readConfig, rows: [GrantRow, LegalExceptionRow, ErasedParticipantRow] }),
  ],
  controllers: [GiveConsentController, ReadConsentsController, WithdrawConsentController, KeepDirectory],
  providers: [
    Grants,
    GiveConsentHandler,
    ConsentReader,
    WithdrawConsentHandler,
    ExpireConsent,
    RemindOfExpiry,
    HeartbeatWorker,
  ],
})
export class ConsentsModule {}
