import { setTimeout as pause } from 'node:timers/promises';
import { UnitOfWork, type Actor } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { readFeed } from '../../persistence/feed.js';
import type { FeedPage, FeedQuery } from './read-feed.dto.js';

const lookEveryMilliseconds = 200;

@Injectable()
export class FeedReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Answers at once where there is something new, else after `wait` seconds, or when the reader has left. */
  async read(
    actor: Actor,
    { mode, after, limit, wait }: FeedQuery,
    hasLeft: () => boolean,
  ): Promise<FeedPage> {
    const until = performance.now() + wait * 1000;
    for (;;) {
      const items = await this.unitOfWork.query(actor, (tx) => readFeed(tx, { mode, after, limit }));
      if (items.length > 0 || performance.now() >= until || hasLeft())
        return { items, next: items.at(-1)?.position ?? after };
      await pause(lookEveryMilliseconds);
    }
  }
}
