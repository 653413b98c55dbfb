import { CONFIG, HubModule } from '#libs/platform';
import { SealingModule } from '#libs/sealing';
import { Module } from '@nestjs/common';
import { readConfig, type NotificationsConfig } from './config.js';
import { CreateSubscriptionController } from './features/create-subscription/create-subscription.controller.js';
import { CreateSubscriptionHandler } from './features/create-subscription/create-subscription.handler.js';
import { DeleteSubscriptionController } from './features/delete-subscription/delete-subscription.controller.js';
import { DeleteSubscriptionHandler } from './features/delete-subscription/delete-subscription.handler.js';
import { DeliveryWorker } from './features/deliver-notices/deliver-notices.worker.js';
import { HearEvents } from './features/hear-events/hear-events.consumer.js';
import { KeepOrganizations } from './features/keep-organizations/keep-organizations.consumer.js';
import { PauseSubscriptionController } from './features/pause-subscription/pause-subscription.controller.js';
import { PauseSubscriptionHandler } from './features/pause-subscription/pause-subscription.handler.js';
import { PurgeDeliveries } from './features/purge-deliveries/purge-deliveries.timer.js';
import { PurgeFeed } from './features/purge-feed/purge-feed.timer.js';
import { PurgeSecrets } from './features/purge-secrets/purge-secrets.timer.js';
import { ReadFeedController } from './features/read-feed/read-feed.controller.js';
import { FeedReader } from './features/read-feed/read-feed.query.js';
import { WaitingReaders } from './features/read-feed/waiting-readers.js';
import { ReadSubscriptionsController } from './features/read-subscriptions/read-subscriptions.controller.js';
import { SubscriptionsReader } from './features/read-subscriptions/read-subscriptions.query.js';
import { ReplayDeliveryController } from './features/replay-delivery/replay-delivery.controller.js';
import { ReplayDeliveryHandler } from './features/replay-delivery/replay-delivery.handler.js';
import { ResumeSubscriptionController } from './features/resume-subscription/resume-subscription.controller.js';
import { ResumeSubscriptionHandler } from './features/resume-subscription/resume-subscription.handler.js';
import { RotateSecretController } from './features/rotate-secret/rotate-secret.controller.js';
import { RotateSecretHandler } from './features/rotate-secret/rotate-secret.handler.js';
import { SealEarlierSecretsAnew } from './features/seal-earlier-secrets-anew/seal-earlier-secrets-anew.worker.js';
import { TellPublic } from './features/tell-public/tell-public.timer.js';
import { VerifySubscriptionController } from './features/verify-subscription/verify-subscription.controller.js';
import { VerifySubscriptionHandler } from './features/verify-subscription/verify-subscription.handler.js';
import { WebhookSender } from './outside/webhook-sender.js';
import { AliasKeys } from './persistence/alias-keys.js';
import { Deliveries } from './persistence/deliveries.js';
import { SubscriptionRow } from './persistence/subscription.row.js';
import { Subscriptions } from './persistence/subscriptions.repository.js';
import { WebhookSecrets } from './persistence/webhook-secrets.js';

/** Who must hear of this, and did they: subscriptions, signed webhooks, the feed of events. */
@Module({
  imports: [HubModule.forApp({ config: readConfig, rows: [SubscriptionRow] }), SealingModule],
  controllers: [
    HearEvents,
    KeepOrganizations,
    CreateSubscriptionController,
    VerifySubscriptionController,
    PauseSubscriptionController,
    ResumeSubscriptionController,
    RotateSecretController,
    DeleteSubscriptionController,
    ReplayDeliveryController,
    ReadSubscriptionsController,
    ReadFeedController,
  ],
  providers: [
    Subscriptions,
    Deliveries,
    WebhookSecrets,
    AliasKeys,
    {
      provide: WebhookSender,
      inject: [CONFIG],
      useFactory: (config: NotificationsConfig) => new WebhookSender(config.local),
    },
    DeliveryWorker,
    SealEarlierSecretsAnew,
    PurgeDeliveries,
    PurgeFeed,
    PurgeSecrets,
    TellPublic,
    CreateSubscriptionHandler,
    VerifySubscriptionHandler,
    PauseSubscriptionHandler,
    ResumeSubscriptionHandler,
    RotateSecretHandler,
    DeleteSubscriptionHandler,
    ReplayDeliveryHandler,
    SubscriptionsReader,
    WaitingReaders,
    FeedReader,
  ],
})
export class NotificationsModule {}
