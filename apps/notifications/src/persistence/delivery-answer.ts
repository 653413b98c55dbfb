import { ApiProperty } from '@nestjs/swagger';
import type { DeliveryState } from '../domain/delivery.js';

export const deliveryStates = [
  'queued',
  'sending',
  'retry_wait',
  'delivered',
  'dead_lettered',
  'superseded',
] as const satisfies readonly DeliveryState[];

export class AttemptAnswer {
  @ApiProperty({ format: 'date-time' })
  at!: string;
  @ApiProperty({ nullable: true, type: 'integer', description: 'HTTP status / Statut HTTP' })
  status!: number | null;
  @ApiProperty({ nullable: true, type: String })
  error!: string | null;
  @ApiProperty({ type: 'integer' })
  milliseconds!: number;
}

export class DeliveryAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ format: 'uuid' })
  subscriptionId!: string;
  @ApiProperty({ format: 'uuid' })
  eventId!: string;
  @ApiProperty()
  type!: string;
  @ApiProperty({ enum: deliveryStates })
  state!: DeliveryState;
  @ApiProperty({ type: [AttemptAnswer] })
  attempts!: AttemptAnswer[];
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  nextAttemptAt!: string | null;
  @ApiProperty({ format: 'date-time' })
  queuedAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  endedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' })
  replayOf!: string | null;
}

export class DeliveryPage {
  @ApiProperty({ type: [DeliveryAnswer] })
  items!: DeliveryAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
