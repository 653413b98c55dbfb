import { setTimeout as pause } from 'node:timers/promises';
import { UnitOfWork } from '#libs/messaging';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { grownBeyond, type FeedHead } from '../../persistence/feed.js';

const lookEveryMilliseconds = 200;
/** In this process. */
export const waitingAnOrganizationMax = 8;

export interface WaitingReader {
  /** As it was when there was nothing new. */
  readonly head: FeedHead;
  /** Of `performance.now()`. */
  readonly until: number;
  readonly hasLeft: () => boolean;
}

/** All readers that wait share one look, however many they are: each look is a transaction. */
@Injectable()
export class WaitingReaders implements OnModuleDestroy {
  private ending = false;
  private readonly waiting = new Map<WaitingReader, PromiseWithResolvers<void>>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Whether one more of the organization may wait: not where many of it do, and nobody when the service ends. */
  hasRoomFor(organizationId: string): boolean {
    const ofOrganization = [...this.waiting.keys()].filter(
      ({ head }) => head.organizationId === organizationId,
    );
    return !this.ending && ofOrganization.length < waitingAnOrganizationMax;
  }

  /** Before the server waits for the answers that are under way. */
  onModuleDestroy(): void {
    this.ending = true;
    for (const reader of this.waiting.keys()) this.end(reader, ({ resolve }) => resolve());
  }

  /** Resolves when the feed has grown, when the time is over, when the reader has left, or when the service ends. */
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
    const awaited = this.waiting.get(reader);
    // Let go while we looked.
    if (!awaited) return;
    this.waiting.delete(reader);
    tell(awaited);
  }
}
