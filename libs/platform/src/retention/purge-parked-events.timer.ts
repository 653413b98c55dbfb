import { Timer, type Tx } from '#libs/messaging';
import { PurgeTimer } from './purge.timer.js';

/** The bytes of an event that nobody mended for so long. The key stays parked: an operator skips it, or its owner replays it. */
@Timer('purge-parked_event')
export class PurgeParkedEvents extends PurgeTimer {
  protected readonly kind = 'purge-parked_event';

  protected async purge(tx: Tx, before: Date, rowsMax: number): Promise<number> {
    const rows = await tx.query(
      `update parked_event set value = null where id in (
         select id from parked_event where parked_at < $1 and value is not null limit $2 for update skip locked)
       returning id`,
      [before, rowsMax],
    );
    return rows.length;
  }
}
