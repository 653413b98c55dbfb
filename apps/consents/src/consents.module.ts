import { HubModule } from '#libs/platform';
import { Module } from '@nestjs/common';
import { readConfig } from './config.js';
import { HeartbeatWorker } from './features/beat-heart/beat-heart.worker.js';
import { CompleteErasure } from './features/complete-erasure/complete-erasure.consumer.js';
import { EraseParticipantController } from './features/erase-participant/erase-participant.controller.js';
import { EraseParticipantHandler } from './features/erase-participant/erase-participant.handler.js';
import { ErasureReader } from './features/erase-participant/erase-participant.query.js';
import { ExpireConsent } from './features/expire-consent/expire-consent.timer.js';
import { ExpireLegalException } from './features/expire-legal-exception/expire-legal-exception.timer.js';
import { GiveConsentController } from './features/give-consent/give-consent.controller.js';
import { GiveConsentHandler } from './features/give-consent/give-consent.handler.js';
import { KeepAccesses } from './features/keep-accesses/keep-accesses.consumer.js';
import { KeepDirectory } from './features/keep-directory/keep-directory.consumer.js';
import { PreviewDisclosureController } from './features/preview-disclosure/preview-disclosure.controller.js';
import { DisclosurePreview } from './features/preview-disclosure/preview-disclosure.query.js';
import { ReadConsentsController } from './features/read-consents/read-consents.controller.js';
import { ConsentReader } from './features/read-consents/read-consents.query.js';
import { ReadLegalExceptionsController } from './features/read-legal-exceptions/read-legal-exceptions.controller.js';
import { LegalExceptionReader } from './features/read-legal-exceptions/read-legal-exceptions.query.js';
import { RecordLegalExceptionController } from './features/record-legal-exception/record-legal-exception.controller.js';
import { RecordLegalExceptionHandler } from './features/record-legal-exception/record-legal-exception.handler.js';
import { RemindOfExpiry } from './features/remind-of-expiry/remind-of-expiry.timer.js';
import { ReviewLegalExceptionController } from './features/review-legal-exception/review-legal-exception.controller.js';
import { ReviewLegalExceptionHandler } from './features/review-legal-exception/review-legal-exception.handler.js';
import { ShowReceiptController } from './features/show-receipt/show-receipt.controller.js';
import { ReceiptReader } from './features/show-receipt/show-receipt.query.js';
import { ShowAccessReportController } from './features/show-access-report/show-access-report.controller.js';
import { AccessReport } from './features/show-access-report/show-access-report.query.js';
import { WithdrawConsentController } from './features/withdraw-consent/withdraw-consent.controller.js';
import { WithdrawConsentHandler } from './features/withdraw-consent/withdraw-consent.handler.js';
import { ErasedParticipantRow } from './persistence/erased-participant.row.js';
import { GrantRow } from './persistence/grant.row.js';
import { Grants } from './persistence/grants.repository.js';
import { LegalExceptionRow } from './persistence/legal-exception.row.js';
import { LegalExceptions } from './persistence/legal-exceptions.repository.js';

/** What may be told about a person, to whom, and until when. */
@Module({
  imports: [
    HubModule.forApp({ config: readConfig, rows: [GrantRow, LegalExceptionRow, ErasedParticipantRow] }),
  ],
  controllers: [
    GiveConsentController,
    ReadConsentsController,
    ShowReceiptController,
    WithdrawConsentController,
    PreviewDisclosureController,
    RecordLegalExceptionController,
    ReadLegalExceptionsController,
    ReviewLegalExceptionController,
    EraseParticipantController,
    CompleteErasure,
    KeepDirectory,
    KeepAccesses,
    ShowAccessReportController,
  ],
  providers: [
    Grants,
    LegalExceptions,
    GiveConsentHandler,
    ConsentReader,
    AccessReport,
    ReceiptReader,
    WithdrawConsentHandler,
    DisclosurePreview,
    RecordLegalExceptionHandler,
    LegalExceptionReader,
    ReviewLegalExceptionHandler,
    EraseParticipantHandler,
    ErasureReader,
    ExpireConsent,
    ExpireLegalException,
    RemindOfExpiry,
    HeartbeatWorker,
  ],
})
export class ConsentsModule {}
