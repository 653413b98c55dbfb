import { Timer, type Tx } from '#libs/messaging';
import { PurgeTimer } from './purge.timer.js';

/** The kept answers; no tombstone: a key that comes after so long is a new request. */
@Timer('purge-idempotency_key')
export class PurgeIdempotencyKeys extends PurgeTimer {
  protected readonly kind = 'purge-idempotency_key';

  protected async purge(tx: Tx, before: Date, rowsMax: number): Promise<number> {
    const rows = await tx.query(
      `delete from idempotency_key where ctid in (
         select ctid from idempotency_key where made_at < $1 limit $2 for update skip locked)
       returning 1 as one`,
      [before, rowsMax],
    );
    return rows.length;
  }
}
