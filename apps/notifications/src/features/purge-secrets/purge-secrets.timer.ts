import { Timer, UnitOfWork, type Tx } from '#libs/messaging';
import { CONFIG, PurgeTimer, type AppConfig } from '#libs/platform';
import { Inject } from '@nestjs/common';
import { WebhookSecrets } from '../../persistence/webhook-secrets.js';

/** Secrets that sign no longer, and then their keys, whose tombstones stay. */
@Timer('purge-webhook_secret')
export class PurgeSecrets extends PurgeTimer {
  protected readonly kind = 'purge-webhook_secret';

  constructor(
    unitOfWork: UnitOfWork,
    @Inject(CONFIG) config: AppConfig,
    private readonly secrets: WebhookSecrets,
  ) {
    super(unitOfWork, config);
  }

  protected purge(tx: Tx, before: Date, rowsMax: number): Promise<number> {
    return this.secrets.forgetExpired(tx, before, rowsMax);
  }
}
