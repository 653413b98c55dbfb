import { setTimeout as pause } from 'node:timers/promises';
import { UnitOfWork } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { grownBeyond, type FeedHead } from '../../persistence/feed.js';

const lookEveryMilliseconds = 200;

export interface WaitingReader {
  /** As it was when there was nothing new. */
  readonly head: FeedHead;
  /** Of `performance.now()`. */
  readonly until: number;
  readonly hasLeft: () => boolean;
}

/** All readers that wait share one look, however many they are: each look is a transaction. */
@Injectable()
export class WaitingReaders {
  private readonly waiting = new Map<WaitingReader, PromiseWithResolvers<void>>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Resolves when the feed has grown, when the time is over, or when the reader has left. */
  wait(reader: WaitingReader): Promise<void> {
    const awaited = Promise.withResolvers<void>();
    this.waiting.set(reader, awaited);
    if (this.waiting.size === 1) void this.look();
    return awaited.promise;
  }

  private async look(): Promise<void> {
    while (this.waiting.size > 0) {
      await pause(lookEveryMilliseconds);
      const readers = [...this.waiting.keys()];
      try {
        const grown = await this.unitOfWork.worker({}, (tx) =>
          grownBeyond(
            tx,
            readers.map(({ head }) => head),
          ),
        );
        readers.forEach((reader, index) => {
          if (grown.has(index) || performance.now() >= reader.until || reader.hasLeft())
            this.end(reader, ({ resolve }) => resolve());
        });
      } catch (error) {
        for (const reader of readers) this.end(reader, ({ reject }) => reject(error));
      }
    }
  }

  private end(reader: WaitingReader, tell: (awaited: PromiseWithResolvers<void>) => void): void {
    tell(this.waiting.get(reader)!);
    this.waiting.delete(reader);
  }
}
