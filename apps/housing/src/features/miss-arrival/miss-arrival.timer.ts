import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';

/** Nobody came within the arrival window: no_show (3.3b). */
@Timer('hold-arrival')
export class MissArrival implements TimerHandler {
  constructor(private readonly holds: HousingHolds) {}

  async fire(tx: Tx, holdId: string): Promise<void> {
    await this.holds.letTimePass(tx, await this.holds.lock(tx, holdId));
  }
}
