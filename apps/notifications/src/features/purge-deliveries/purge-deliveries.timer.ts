import { Timer, type Tx } from '#libs/messaging';
import { PurgeTimer } from '#libs/platform';
import { purgeDeliveries } from '../../persistence/deliveries.js';

/** What was sent, and the attempts; that it was delivered or given up, and when, stays. */
@Timer('purge-delivery')
export class PurgeDeliveries extends PurgeTimer {
  protected readonly kind = 'purge-delivery';

  protected purge(tx: Tx, before: Date, rowsMax: number): Promise<number> {
    return purgeDeliveries(tx, before, rowsMax);
  }
}
