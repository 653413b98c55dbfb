import { HubModule } from '#libs/platform';
import { Module } from '@nestjs/common';
import { readConfig } from './config.js';
import { AcknowledgeLiaisonRequestController } from './features/acknowledge-liaison-request/acknowledge-liaison-request.controller.js';
import { AcknowledgeLiaisonRequestHandler } from './features/acknowledge-liaison-request/acknowledge-liaison-request.handler.js';
import { AcknowledgeTaskingController } from './features/acknowledge-tasking/acknowledge-tasking.controller.js';
import { AcknowledgeTaskingHandler } from './features/acknowledge-tasking/acknowledge-tasking.handler.js';
import { AnswerLiaisonRequestController } from './features/answer-liaison-request/answer-liaison-request.controller.js';
import { AnswerLiaisonRequestHandler } from './features/answer-liaison-request/answer-liaison-request.handler.js';
import { AnswerTaskingController } from './features/answer-tasking/answer-tasking.controller.js';
import { AnswerTaskingHandler } from './features/answer-tasking/answer-tasking.handler.js';
import { CloseInSilence } from './features/close-in-silence/close-in-silence.timer.js';
import { ConfirmLiaisonRequestController } from './features/confirm-liaison-request/confirm-liaison-request.controller.js';
import { ConfirmLiaisonRequestHandler } from './features/confirm-liaison-request/confirm-liaison-request.handler.js';
import { DeclineLiaisonRequestController } from './features/decline-liaison-request/decline-liaison-request.controller.js';
import { DeclineLiaisonRequestHandler } from './features/decline-liaison-request/decline-liaison-request.handler.js';
import { DeclineTaskingController } from './features/decline-tasking/decline-tasking.controller.js';
import { DeclineTaskingHandler } from './features/decline-tasking/decline-tasking.handler.js';
import { FollowTaskings } from './features/follow-taskings/follow-taskings.consumer.js';
import { FollowTheStory } from './features/follow-the-story/follow-the-story.consumer.js';
import { KeepDirectory } from './features/keep-directory/keep-directory.consumer.js';
import { MarkTaskingOverdue } from './features/mark-tasking-overdue/mark-tasking-overdue.timer.js';
import { MissAcknowledgement } from './features/miss-acknowledgement/miss-acknowledgement.timer.js';
import { ReadLiaisonRequestsController } from './features/read-liaison-requests/read-liaison-requests.controller.js';
import { LiaisonRequestReader } from './features/read-liaison-requests/read-liaison-requests.query.js';
import { ReadTaskingsController } from './features/read-taskings/read-taskings.controller.js';
import { TaskingReader } from './features/read-taskings/read-taskings.query.js';
import { RouteLiaisonRequestController } from './features/route-liaison-request/route-liaison-request.controller.js';
import { RouteLiaisonRequestHandler } from './features/route-liaison-request/route-liaison-request.handler.js';
import { SubmitLiaisonRequestController } from './features/submit-liaison-request/submit-liaison-request.controller.js';
import { SubmitLiaisonRequestHandler } from './features/submit-liaison-request/submit-liaison-request.handler.js';
import { TriageLiaisonRequestController } from './features/triage-liaison-request/triage-liaison-request.controller.js';
import { TriageLiaisonRequestHandler } from './features/triage-liaison-request/triage-liaison-request.handler.js';
import { WithdrawLiaisonRequestController } from './features/withdraw-liaison-request/withdraw-liaison-request.controller.js';
import { WithdrawLiaisonRequestHandler } from './features/withdraw-liaison-request/withdraw-liaison-request.handler.js';
import { LiaisonRequestRow } from './persistence/liaison-request.row.js';
import { LiaisonRequests } from './persistence/liaison-requests.repository.js';
import { TaskingRow } from './persistence/tasking.row.js';
import { Taskings } from './persistence/taskings.repository.js';

/** What an NGO asked the federal level, who owes an answer, by when. */
@Module({
  imports: [HubModule.forApp({ config: readConfig, rows: [LiaisonRequestRow, TaskingRow] })],
  controllers: [
    AcknowledgeLiaisonRequestController,
    AcknowledgeTaskingController,
    AnswerLiaisonRequestController,
    AnswerTaskingController,
    ConfirmLiaisonRequestController,
    DeclineLiaisonRequestController,
    DeclineTaskingController,
    ReadLiaisonRequestsController,
    ReadTaskingsController,
    RouteLiaisonRequestController,
    SubmitLiaisonRequestController,
    TriageLiaisonRequestController,
    WithdrawLiaisonRequestController,
    FollowTaskings,
    FollowTheStory,
    KeepDirectory,
  ],
  providers: [
    LiaisonRequests,
    Taskings,
    AcknowledgeLiaisonRequestHandler,
    AcknowledgeTaskingHandler,
    AnswerLiaisonRequestHandler,
    AnswerTaskingHandler,
    ConfirmLiaisonRequestHandler,
    DeclineLiaisonRequestHandler,
    DeclineTaskingHandler,
    LiaisonRequestReader,
    TaskingReader,
    RouteLiaisonRequestHandler,
    SubmitLiaisonRequestHandler,
    TriageLiaisonRequestHandler,
    WithdrawLiaisonRequestHandler,
    CloseInSilence,
    MarkTaskingOverdue,
    MissAcknowledgement,
  ],
})
export class LiaisonModule {}
