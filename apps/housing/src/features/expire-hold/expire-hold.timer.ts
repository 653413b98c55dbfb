import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';

/** Nobody confirmed in time: the unit is free and the request looks on (R39, R40). */
@Timer('hold-expiry')
export class ExpireHold implements TimerHandler {
  constructor(private readonly holds: HousingHolds) {}

  async fire(tx: Tx, holdId: string): Promise<void> {
    await this.holds.letTimePass(tx, await this.holds.lock(tx, holdId));
  }
}
