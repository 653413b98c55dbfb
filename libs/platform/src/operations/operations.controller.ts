import { refusal, Refusal } from '#libs/kernel';
import {
  HubTransport,
  isTransient,
  parkedKeys,
  release,
  skip,
  UnitOfWork,
  type Actor,
  type Broker,
  type Operator,
  type ParkedKeyState,
} from '#libs/messaging';
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../identity/access.guard.js';
import { Caller } from '../identity/caller.js';
import { BROKER } from '../tokens.js';
import { ParkedKeyBody } from './operations.dto.js';

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
@Allow('admin')
export class OperationsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly transport: HubTransport,
    @Inject(BROKER) private readonly broker: Broker,
  ) {}

  @Get('messages')
  async messages(): Promise<MessagesState> {
    const lag = await this.broker.lag(this.transport.group, this.transport.topics());
    return this.unitOfWork.worker({}, async (tx) => {
      const [outbox] = await tx.query<{ pending: number; oldest: number | null }>(
        `select count(*)::int as pending, extract(epoch from $1::timestamptz - min(occurred_at))::float8 as oldest
         from outbox_pending join event_log using (position)`,
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
  @HttpCode(204)
  async skip(@Caller() actor: Actor, @Body() { reason, ...place }: ParkedKeyBody): Promise<void> {
    await this.unitOfWork.worker({}, (tx) =>
      skip(tx, this.transport.group, place, operatorOf(actor, reason)),
    );
  }
}

function operatorOf(actor: Actor, reason: string): Operator {
  return { name: actor.memberId, reason };
}
