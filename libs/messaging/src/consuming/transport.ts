import { contractOf, GapFound, type Contract } from '#libs/contracts';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom, isObservable } from 'rxjs';
import type { Broker, Subscription } from '../brokers/broker.js';
import type { Log, MessagingMetrics } from '../observing.js';
import type { Tx } from '../tx/tx.js';
import type { UnitOfWork } from '../tx/unit-of-work.js';
import { Consumer, type EventHandler } from './consumer.js';
import type { HubEvent } from './hub-event.js';
import { EventContext } from './on.js';
import { publishAgain } from './parking.js';

export interface HubTransportOptions {
  /** The consuming app: group, cursor owner, and the prefix of the types it owns. */
  readonly app: string;
  readonly broker: Broker;
  readonly unitOfWork: UnitOfWork;
  readonly log: Log;
  readonly metrics: MessagingMetrics;
  /** The consumer died for good: the process should end. */
  onFatal(error: Error): void;
}

/** Nest's way into our consumer: `@On(Contract)` handlers, called inside the transaction that advances the cursor. */
export class HubTransport extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  readonly consumer: Consumer;
  private subscription: Subscription | undefined;

  constructor(private readonly options: HubTransportOptions) {
    super();
    this.consumer = this.consumerWith(options.metrics);
  }

  /** Another one with the same handlers and cursors, which tells somebody else what it did. */
  consumerWith(metrics: MessagingMetrics): Consumer {
    const { app, unitOfWork, log } = this.options;
    return new Consumer({
      consumer: app,
      unitOfWork,
      log,
      metrics,
      handlerOf: (type) => this.handlerOf(type),
    });
  }

  /** @throws where a type already has a handler: two would not be retried apart */
  override addHandler(
    pattern: string,
    callback: MessageHandler,
    isEventHandler?: boolean,
    extras?: Record<string, unknown>,
  ): void {
    if (this.messageHandlers.has(pattern))
      throw new Error(`Two handlers for ${pattern} in ${this.options.app}: an app has one handler a type.`);
    if (!contractOf(pattern)) throw new Error(`${pattern} is not a contract that libs/contracts lists.`);
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  get group(): string {
    return this.options.app;
  }

  /** Topics of every type that has a handler, and the one for gaps that consumers found. */
  topics(): string[] {
    const contracts = [...this.messageHandlers.keys()].map((type) => contractOf(type) as Contract);
    return [...new Set([...contracts.map((contract) => contract.topic), GapFound.topic])];
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      const { app, broker, onFatal } = this.options;
      this.subscription = await broker.subscribe({
        group: app,
        topics: this.topics(),
        handle: (batch) => this.consumer.handle(batch),
        onFatal,
      });
      callback();
    } catch (error) {
      callback(error);
    }
  }

  isJoined(): boolean {
    return this.subscription?.isJoined() ?? false;
  }

  async close(): Promise<void> {
    await this.subscription?.close();
    this.subscription = undefined;
  }

  override on(): void {}

  override unwrap<T>(): T {
    return this.options.broker as T;
  }

  private handlerOf(type: string): EventHandler | undefined {
    if (type === GapFound.type)
      return (event, tx) => this.publishWhatIsMissing(event as HubEvent<typeof GapFound>, tx);
    const handler = this.messageHandlers.get(type);
    return (
      handler &&
      (async (event, tx) => {
        const answer: unknown = await handler(event, new EventContext(tx));
        if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
      })
    );
  }

  private async publishWhatIsMissing(event: HubEvent<typeof GapFound>, tx: Tx): Promise<void> {
    if (event.data.owner !== this.options.app) return;
    const events = await publishAgain(tx, event.data);
    this.options.log.warn(
      { ...event.data, events },
      'A consumer missed events of ours; they are published again.',
    );
  }
}
