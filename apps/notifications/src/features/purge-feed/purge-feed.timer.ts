import { Timer, type Tx } from '#libs/messaging';
import { PurgeTimer } from '#libs/platform';
import { purgeFeed } from '../../persistence/feed.js';

/** What the feeds tell; positions, ids and types stay. */
@Timer('purge-feed_event')
export class PurgeFeed extends PurgeTimer {
  protected readonly kind = 'purge-feed_event';

  protected purge(tx: Tx, before: Date, rowsMax: number): Promise<number> {
    return purgeFeed(tx, before, rowsMax);
  }
}
