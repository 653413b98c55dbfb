import { randomUUID } from 'node:crypto';
import type { Broker, IncomingRecord, Subscription } from '#libs/messaging';

export interface SeenEvent {
  readonly type: string;
  readonly subject: string;
  readonly correlationId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly sequence: number;
  /** Of the request that led to it, through every service in between (W3C trace context). */
  readonly traceId: string | undefined;
  readonly data: Record<string, unknown>;
}

/** Reads the hub's topics as a group of its own, so that the demonstration can show where each event lies. */
export class EventWatch {
  private readonly seen: SeenEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private subscription: Subscription | undefined;
  private counted = 0;

  constructor(private readonly broker: Pick<Broker, 'subscribe'>) {}

  async start(topics: readonly string[]): Promise<void> {
    this.subscription = await this.broker.subscribe({
      group: `demonstration-${randomUUID()}`,
      topics,
      handle: async (batch) => {
        for (const record of batch.records) this.keep(batch.topic, batch.partition, record);
        return { nextOffset: batch.records[batch.records.length - 1]!.offset + 1 };
      },
      onFatal: () => undefined,
    });
  }

  /** Events that came since `start`, also those of earlier starts that the topics still hold. */
  get count(): number {
    return this.counted;
  }

  /** The first event that fits; fails after `seconds` with what was awaited. */
  async first(what: string, fits: (event: SeenEvent) => boolean, seconds = 30): Promise<SeenEvent> {
    const until = performance.now() + seconds * 1000;
    for (;;) {
      const found = this.seen.find(fits);
      if (found) return found;
      const left = until - performance.now();
      if (left <= 0) throw new Error(`No ${what} came within ${seconds} s.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Everything that followed from one filing, as it lies in the topics. */
  of(correlationId: string): SeenEvent[] {
    return this.seen.filter((event) => event.correlationId === correlationId);
  }

  async stop(): Promise<void> {
    await this.subscription?.close();
  }

  private keep(topic: string, partition: number, { headers, offset, value }: IncomingRecord): void {
    this.counted += 1;
    // The import's thousands of figures are counted, not kept.
    if (headers['ce_type'] === 'housing.capacity-reported.v1') return;
    this.seen.push({
      type: headers['ce_type'] ?? '',
      subject: headers['ce_subject'] ?? '',
      correlationId: headers['ce_correlationid'] ?? '',
      sequence: Number(headers['ce_sequence']),
      traceId: headers['traceparent']?.slice(3, 35),
      topic,
      partition,
      offset,
      data: JSON.parse(value?.toString('utf8') || '{}') as Record<string, unknown>,
    });
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}
