import { UnitOfWork, type Actor } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { feedHead, readFeed } from '../../persistence/feed.js';
import type { FeedPage, FeedQuery } from './read-feed.dto.js';
import { WaitingReaders } from './waiting-readers.js';

@Injectable()
export class FeedReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly waitingReaders: WaitingReaders,
  ) {}

  /**
   * Answers at once where there is something new, or where as many of the organization wait as may; else after `wait`
   * seconds, or when the reader has left.
   */
  async read(
    actor: Actor,
    { mode, after, limit, wait }: FeedQuery,
    hasLeft: () => boolean,
  ): Promise<FeedPage> {
    const until = performance.now() + wait * 1000;
    for (;;) {
      // The head first: what comes between the two is on the page, or makes the feed grow.
      const [head, items] = await this.unitOfWork.query(actor, (tx) =>
        Promise.all([feedHead(tx, mode), readFeed(tx, { mode, after, limit })]),
      );
      const isDone = items.length > 0 || performance.now() >= until || hasLeft();
      if (isDone || !this.waitingReaders.hasRoomFor(actor.organizationId))
        return { items, next: items.at(-1)?.position ?? after };
      await this.waitingReaders.wait({ head, until, hasLeft });
    }
  }
}
