import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { end } from '../../domain/consent.js';
import { Grants } from '../../persistence/grants.repository.js';

/** R11: a consent that ends by itself does what a withdrawal does. */
@Timer('grant-expires')
export class ExpireConsent implements TimerHandler {
  constructor(private readonly grants: Grants) {}

  async fire(tx: Tx, grantId: string): Promise<void> {
    await this.grants.update(tx, grantId, (state) => end(state, 'expired', tx.now));
  }
}
