import { UnitOfWork } from '#libs/messaging';
import { LOG } from '#libs/platform';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { WebhookSecrets } from '../../persistence/webhook-secrets.js';

/** Once at each start: secrets that were made before there was a keys database get a key there. */
@Injectable()
export class SealEarlierSecretsAnew implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: WebhookSecrets,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const secrets = await this.unitOfWork.worker({}, (tx) => this.secrets.sealEarlierAnew(tx));
    if (secrets > 0) this.log.info({ secrets }, 'Secrets were sealed anew.');
  }
}
