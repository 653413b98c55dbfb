import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { missResponse } from '../../domain/refer.js';
import { Referrals } from '../../persistence/referrals.repository.js';

/** R29: nobody responded in time. */
@Timer('response-due')
export class EscalateReferral implements TimerHandler {
  constructor(private readonly referrals: Referrals) {}

  async fire(tx: Tx, referralId: string): Promise<void> {
    await this.referrals.update(tx, referralId, (state) => missResponse(state, tx.now));
  }
}
