import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { remind } from '../../domain/consent.js';
import { Grants } from '../../persistence/grants.repository.js';

/** R11: thirty days before its end, the organization hears that it may ask the person again. */
@Timer('grant-expiry-near')
export class RemindOfExpiry implements TimerHandler {
  constructor(private readonly grants: Grants) {}

  async fire(tx: Tx, grantId: string): Promise<void> {
    await this.grants.update(tx, grantId, remind);
  }
}
