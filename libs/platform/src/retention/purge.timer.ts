import { setDeadline, UnitOfWork, type TimerHandler, type Tx } from '#libs/messaging';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { AppConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import type { RecordType } from './record-types.js';

/** One for each type of record in an app. */
const ownerId = '00000000-0000-0000-0000-000000000000';
const millisecondsADay = 86_400_000;
/** So many in a transaction; where there were as many, the next follow at once. */
const rowsMax = 1_000;

/** Housekeeping is a deadline like any other (messaging.md 15): looks once a day, and at each start, for what is kept no longer. */
@Injectable()
export abstract class PurgeTimer implements TimerHandler, OnApplicationBootstrap {
  /** `purge-<record type>`, as in `@Timer`. */
  protected abstract readonly kind: `purge-${RecordType}`;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.worker({}, async (tx) => setDeadline(tx, this.kind, ownerId, tx.now));
  }

  async fire(tx: Tx): Promise<void> {
    const type = this.kind.replace('purge-', '') as RecordType;
    const before = new Date(tx.now.getTime() - this.config.retentionDays[type] * millisecondsADay);
    const purged = await this.purge(tx, before, rowsMax);
    const wait = purged < rowsMax ? millisecondsADay : 0;
    setDeadline(tx, this.kind, ownerId, new Date(tx.now.getTime() + wait));
  }

  /** Purges the content of at most so many records that ended before then; returns how many. */
  protected abstract purge(tx: Tx, before: Date, rowsMax: number): Promise<number>;
}
