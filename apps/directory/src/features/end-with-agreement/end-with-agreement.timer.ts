import { CONFIG, type AppConfig } from '#libs/platform';
import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { Inject } from '@nestjs/common';
import { lapse } from '../../domain/standing.js';
import { Organizations } from '../../persistence/organizations.repository.js';

/** R65: an agreement has an end date. The one that operates the hub stays, or nobody could renew it. */
@Timer('agreement-ends')
export class EndWithAgreement implements TimerHandler {
  constructor(
    private readonly organizations: Organizations,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  async fire(tx: Tx, organizationId: string): Promise<void> {
    if (organizationId === this.config.officeOrganizationId) return;
    await this.organizations.update(tx, organizationId, (state) => lapse(state, tx.now));
  }
}
