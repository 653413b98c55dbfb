import { consentFreshness } from '#libs/codes';
import { ConsentsHeartbeat } from '#libs/contracts';
import { fleetingRecord, UnitOfWork, wakeable, type Broker, type Producer } from '#libs/messaging';
import { BROKER, LOG } from '#libs/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { streamsWritten } from '../../persistence/streams.js';

const lookMilliseconds = 1_000;

/**
 * Says every five seconds, by the database's time, how many consent events were written (messaging.md 17). Each instance does:
 * what it says is true whoever says it. Where it cannot be said, nobody sends anything about a person.
 */
@Injectable()
export class HeartbeatWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly waker = wakeable();
  private stopping = false;
  private running: Promise<void> | undefined;
  private producer: Producer | undefined;
  private saidAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(BROKER) private readonly broker: Broker,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.waker.wake();
    await this.running;
    await this.dropProducer();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.beatIfDue();
      } catch (error) {
        await this.dropProducer();
        this.log.warn({ error: String(error) }, 'The heartbeat of consents was not heard.');
      }
      if (!this.stopping) await this.waker.sleep(lookMilliseconds);
    }
  }

  private async beatIfDue(): Promise<void> {
    const record = await this.unitOfWork.worker({}, async (tx) => {
      if (tx.now.getTime() - this.saidAt < consentFreshness.heartbeatSeconds * 1000) return undefined;
      // What is committed after this look is not counted, and the time is that of the transaction's beginning.
      const streams = await streamsWritten(tx);
      return {
        at: tx.now,
        record: fleetingRecord(tx, ConsentsHeartbeat, { at: tx.now.toISOString(), streams }),
      };
    });
    if (!record) return;
    this.producer ??= await this.broker.producer();
    await this.producer.send([record.record]);
    this.saidAt = record.at.getTime();
  }

  private async dropProducer(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.close().catch(() => undefined);
  }
}
