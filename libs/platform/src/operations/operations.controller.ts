import { refusal, Refusal } from '#libs/kernel';
import {
  HubTransport,
  isTransient,
  parkedKeys,
  publishMissing,
  readAgain,
  release,
  replay,
  skip,
  UnitOfWork,
  type Actor,
  type Broker,
  type HeardTopic,
  type MessagingMetrics,
  type Operator,
  type OwnedTopic,
  type ParkedKeyState,
} from '#libs/messaging';
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Operation } from '../identity/access.guard.js';
import { Caller } from '../identity/caller.js';
import { BROKER } from '../tokens.js';
import { ParkedKeyBody, ReasonBody, ReplayBody } from './operations.dto.js';

export const stillFails = refusal(
  'parked-key/still-fails',
  'conflict',
  'The key is released and fails as before: "cause" says with what. Mend the cause, or skip the event with a reason.',
  'La clé est libérée et échoue comme avant : « cause » dit comment. Corrigez la cause ou sautez l’événement avec un motif.',
);

interface MessagesState {
  readonly outboxPending: number;
  readonly outboxOldestSeconds: number;
  /** Records that this app has not committed. */
  readonly lagRecords: number;
  readonly parkedKeys: readonly ParkedKeyState[];
}

/** For operators, on the service's own port: the gateway does not lead here. Keys and codes; no content of an event. */
@ApiExcludeController()
@Controller('operations')
export class OperationsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly transport: HubTransport,
    @Inject(BROKER) private readonly broker: Broker,
  ) {}

  @Get('messages')
  @Operation('showMessages')
  async messages(): Promise<MessagesState> {
    const lag = await this.broker.lag(this.transport.group, this.transport.topics());
    return this.unitOfWork.worker({}, async (tx) => {
      const [outbox] = await tx.query<{ pending: number; oldest: number | null }>(
        `select count(*)::int as pending, extract(epoch from $1::timestamptz - (
           select occurred_at from event_log where position = (select min(position) from outbox_pending)))::float8 as oldest
         from outbox_pending`,
        [tx.now],
      );
      return {
        outboxPending: outbox!.pending,
        outboxOldestSeconds: outbox!.oldest ?? 0,
        lagRecords: lag.reduce((sum, partition) => sum + partition.records, 0),
        parkedKeys: await parkedKeys(tx, this.transport.group),
      };
    });
  }

  /** @throws Refusal `parked-key/unknown` (404), `parked-key/still-fails` (409): then all of it stays parked as it was */
  @Post('parked-keys/release')
  @Operation('releaseParkedKey')
  @HttpCode(204)
  async release(@Caller() actor: Actor, @Body() { reason, ...place }: ParkedKeyBody): Promise<void> {
    const { group, consumer } = this.transport;
    try {
      await this.unitOfWork.worker({}, (tx) =>
        release(tx, group, place, operatorOf(actor, reason), (record) => consumer.takeParked(tx, record)),
      );
    } catch (error) {
      if (error instanceof Refusal || isTransient(error)) throw error;
      throw new Refusal(stillFails, { facts: { cause: (error as Error | undefined)?.name ?? 'unknown' } });
    }
  }

  /** Gives up one version of the key. @throws Refusal `parked-key/unknown` (404) */
  @Post('parked-keys/skip')
  @Operation('skipParkedEvent')
  @HttpCode(204)
  async skip(@Caller() actor: Actor, @Body() { reason, ...place }: ParkedKeyBody): Promise<void> {
    await this.unitOfWork.worker({}, (tx) =>
      skip(tx, this.transport.group, place, operatorOf(actor, reason)),
    );
  }

  /** As owner: publishes what is in the event log and not in the topic (messaging.md 6). */
  @Post('publish-missing')
  @Operation('publishMissing')
  @HttpCode(200)
  async publishMissing(
    @Caller() actor: Actor,
    @Body() { reason }: ReasonBody,
  ): Promise<{ topics: readonly OwnedTopic[] }> {
    return { topics: await publishMissing(this.unitOfWork, this.broker, operatorOf(actor, reason)) };
  }

  /** As consumer: reads its topics from their beginning and applies what it does not have (messaging.md 6). */
  @Post('read-again')
  @Operation('readAgain')
  @HttpCode(200)
  async readAgain(
    @Caller() actor: Actor,
    @Body() { reason }: ReasonBody,
  ): Promise<{ topics: readonly HeardTopic[] }> {
    const { unitOfWork, broker, transport } = this;
    const heard = {
      topics: transport.topics(),
      consumerWith: (metrics: MessagingMetrics) => transport.consumerWith(metrics),
    };
    return { topics: await readAgain(heard, { unitOfWork, broker, operator: operatorOf(actor, reason) }) };
  }

  /** As owner: publishes again what it published before, for whoever lost it. */
  @Post('replay')
  @Operation('replayEvents')
  @HttpCode(200)
  async replay(
    @Caller() actor: Actor,
    @Body() { reason, ...wanted }: ReplayBody,
  ): Promise<{ events: number }> {
    const window = {
      topic: wanted.topic,
      key: wanted.key ?? null,
      fromVersion: wanted.fromVersion ?? null,
      toVersion: wanted.toVersion ?? null,
      from: wanted.from ? new Date(wanted.from) : null,
      to: wanted.to ? new Date(wanted.to) : null,
    };
    const events = await this.unitOfWork.longWorker((tx) => replay(tx, window, operatorOf(actor, reason)));
    return { events };
  }
}

function operatorOf(actor: Actor, reason: string): Operator {
  return { name: actor.memberId, reason };
}
