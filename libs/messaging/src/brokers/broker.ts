/**
 * The port to a broker: topics with partitions, records with keys and offsets, consumer groups.
 * Two adapters stand behind it (`kafka.broker.ts`, `embedded.broker.ts`); both pass `test/conformance/broker.e2e.spec.ts`.
 */
export interface Broker {
  readonly name: 'kafka' | 'embedded';
  /** Creates the topics that do not exist yet; never changes the partitions of one that does. */
  createTopics(topics: readonly TopicDefinition[]): Promise<void>;
  producer(): Promise<Producer>;
  /** Joins `group`, from the earliest offset where the group has none. Resolves once joined. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** For each partition of `topics`: how many records `group` has not committed yet. */
  lag(group: string, topics: readonly string[]): Promise<PartitionLag[]>;
  /**
   * Hands over everything that stands in a topic now, partition by partition in order, and moves no group's offset.
   * Ends where the topic ended when it began; rejects with what `visit` rejects with.
   */
  contents(
    topic: string,
    visit: (records: readonly IncomingRecord[], partition: number) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  /** Records older than this may be gone; absent: kept for ever. */
  readonly retentionMinutes?: number;
}

export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface Producer {
  /**
   * Publishes all records, acknowledged by all in-sync replicas, those of one key in the order given.
   * Resolves with the place of each record (same index), or rejects: then any part of them may have been stored.
   * A record that the broker will never take (too large) rejects with `RecordRefused`. After any rejection this producer
   * is used up: close it and make a new one.
   */
  send(records: readonly OutgoingRecord[]): Promise<RecordPlace[]>;
  close(): Promise<void>;
}

/** The broker will never take this record, however often it is sent. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
  constructor(
    /** Index into the records that were sent, if the broker told it. */
    readonly index: number | undefined,
    message: string,
  ) {
    super(message);
  }
}

export interface RecordPlace {
  readonly partition: number;
  /** A safe integer: nothing here stores 2^53 records in one partition. */
  readonly offset: number;
}

export interface IncomingRecord {
  readonly offset: number;
  /** Bytes are kept as they came: what cannot be decoded is parked raw. */
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** True once the partition was taken away, or the subscription is closing: stop at once, commit nothing more. */
  isStale(): boolean;
  /** To be called between slices of work; rejects where the group no longer counts this member. */
  heartbeat(): Promise<void>;
}

export interface BatchResult {
  /** Offset of the first record that was not processed: everything before it is committed for the group. */
  readonly nextOffset: number;
  /** Pause this partition that long, then read again from `nextOffset`. Absent or 0: go on. */
  readonly pauseMilliseconds?: number;
}

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Called for one batch of a partition at a time, never twice at once for one partition. It must not throw. */
  handle(batch: Batch): Promise<BatchResult>;
  /** The consumer died for good (the process should end). */
  onFatal(error: Error): void;
}

export interface Subscription {
  /** Whether the member has joined its group and reads. */
  isJoined(): boolean;
  /** Finishes the running slices, commits, leaves the group. */
  close(): Promise<void>;
}

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly records: number;
}
