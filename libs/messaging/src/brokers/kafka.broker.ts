import { randomUUID } from 'node:crypto';
import kafkajs, {
  Kafka,
  logLevel,
  type AclEntry,
  type AclOperationTypes,
  type AclResourceTypes,
  type Admin,
  type EachBatchPayload,
  type ITopicMetadata,
  type SASLOptions,
} from 'kafkajs';
import { silent, type Log } from '../observing.js';
import type { KafkaAddress, KafkaGrant, OpenBrokerOptions } from './addresses.js';
import {
  RecordRefused,
  type Batch,
  type Broker,
  type IncomingRecord,
  type OutgoingRecord,
  type PartitionLag,
  type Producer,
  type RecordPlace,
  type SubscribeOptions,
  type Subscription,
  type TopicDefinition,
} from './broker.js';
import { explained } from './kafka-faults.js';
import { partitionOf } from './partitioner.js';

const sessionMilliseconds = 45_000;
const leadersMilliseconds = 20_000;
const leadersPollMilliseconds = 50;
const fetchWaitMilliseconds = 250;
const offsetsMilliseconds = 200;
const partitionBytesMax = 262_144;
const coordinatorAttemptsMax = 5;
const coordinatorPauseMilliseconds = 500;
/** Between the client’s name and a number of its own, in the groups that read whole topics. */
const contentsGroup = '-contents-';
const refusedForGood = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);
const rebalancing = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

/** Apache Kafka through kafkajs; nothing outside this file knows that client. */
export function kafkaBroker(address: KafkaAddress, options: OpenBrokerOptions): Broker {
  const { clientId, log = silent } = options;
  const kafka = clientOf(address, options);
  const explain = (error: unknown): never => {
    throw explained(error, address);
  };
  let admin: Promise<Admin> | undefined;
  const connectedAdmin = () => {
    admin ??= connected(kafka.admin()).catch((error: unknown) => {
      admin = undefined;
      return explain(error);
    });
    return admin;
  };
  const partitions = new Map<string, number>();
  const partitionsOf = async (topic: string): Promise<number> => {
    if (!partitions.has(topic)) {
      const { topics } = await (await connectedAdmin()).fetchTopicMetadata({ topics: [topic] });
      partitions.set(topic, (topics[0] as ITopicMetadata).partitions.length);
    }
    return partitions.get(topic)!;
  };
  const subscriptions = new Set<Subscription>();

  return {
    name: 'kafka',
    createTopics: async (topics) => createTopics(await connectedAdmin(), topics).catch(explain),
    async producer() {
      const producer = await makeProducer(kafka, partitionsOf).catch(explain);
      return { ...producer, send: (records) => producer.send(records).catch(explain) };
    },
    async subscribe(options) {
      const onFatal = (error: Error) => options.onFatal(explained(error, address));
      const subscription = await withCoordinator(() =>
        subscribe(
          kafka,
          { ...options, onFatal },
          address.sessionTimeoutMilliseconds ?? sessionMilliseconds,
          log,
        ),
      ).catch(explain);
      subscriptions.add(subscription);
      return subscription;
    },
    contents: async (topic, visit) =>
      contentsOf(kafka, await connectedAdmin(), `${clientId}${contentsGroup}`, topic, visit).catch(explain),
    lag: async (group, topics) => lagOf(await connectedAdmin(), group, topics).catch(explain),
    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await (await admin?.catch(() => undefined))?.disconnect();
    },
  };
}

/** See `grantKafkaAccess`. */
export async function createGrants(
  address: KafkaAddress,
  grants: readonly KafkaGrant[],
  options: OpenBrokerOptions,
): Promise<void> {
  const admin = clientOf(address, options).admin();
  try {
    await connected(admin);
    await admin.createAcls({ acl: grants.flatMap(aclOf) });
    await admin.disconnect();
  } catch (error) {
    throw explained(error, address);
  }
}

/** Who may read or write a topic may also see it; who reads in a group may also see where it is. */
function aclOf({ user, group, writes, reads }: KafkaGrant): AclEntry[] {
  const allow = (
    operation: AclOperationTypes,
    resourceType: AclResourceTypes,
    resourceName: string,
    resourcePatternType = kafkajs.ResourcePatternTypes.LITERAL,
  ): AclEntry => ({
    principal: `User:${user}`,
    host: '*',
    permissionType: kafkajs.AclPermissionTypes.ALLOW,
    operation,
    resourceType,
    resourceName,
    resourcePatternType,
  });
  const { TOPIC, GROUP } = kafkajs.AclResourceTypes;
  const { READ, WRITE, DELETE } = kafkajs.AclOperationTypes;
  return [
    ...writes.map((topic) => allow(WRITE, TOPIC, topic)),
    ...reads.map((topic) => allow(READ, TOPIC, topic)),
    allow(READ, GROUP, group),
    ...[READ, DELETE].map((operation) =>
      allow(operation, GROUP, `${group}${contentsGroup}`, kafkajs.ResourcePatternTypes.PREFIXED),
    ),
  ];
}

function clientOf(
  { brokers, tls, login }: KafkaAddress,
  { clientId, log = silent }: OpenBrokerOptions,
): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    ...(tls ? { ssl: tls.authorities === undefined ? true : { ca: tls.authorities } } : {}),
    ...(login ? { sasl: { ...login } as SASLOptions } : {}),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, log: { message, error, broker } }) =>
        log[level === logLevel.ERROR ? 'error' : 'warn'](
          { client: 'kafkajs', broker: broker as unknown, error: error as unknown },
          message,
        ),
  });
}

/** Leaves nothing open where it cannot connect. */
async function connected<Client extends { connect(): Promise<void>; disconnect(): Promise<void> }>(
  client: Client,
): Promise<Client> {
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.disconnect().catch(() => undefined);
    throw error;
  }
}

async function createTopics(admin: Admin, topics: readonly TopicDefinition[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(topic.name));
  if (missing.length === 0) return;
  const { brokers } = await admin.describeCluster();
  try {
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ name, partitions, retentionMinutes }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: Math.min(3, brokers.length),
        configEntries: [
          ...retention(retentionMinutes),
          ...(brokers.length >= 3 ? [{ name: 'min.insync.replicas', value: '2' }] : []),
        ],
      })),
    });
  } catch (error) {
    // Another app made them at the same moment.
    const all = new Set(await admin.listTopics());
    if (missing.some((topic) => !all.has(topic.name))) throw error;
  }
  for (const { name } of missing) await untilItHasLeaders(admin, name);
}

/** Kafka deletes whole segments: where records are to go after a while, segments are short, too. */
function retention(minutes: number | undefined): { name: string; value: string }[] {
  if (minutes === undefined) return [{ name: 'retention.ms', value: '-1' }];
  const milliseconds = String(minutes * 60_000);
  return [
    { name: 'retention.ms', value: milliseconds },
    { name: 'segment.ms', value: milliseconds },
  ];
}

/** A topic that was made a moment ago is listed before it can be used. */
async function untilItHasLeaders(admin: Admin, topic: string): Promise<void> {
  const until = performance.now() + leadersMilliseconds;
  for (;;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, leadersPollMilliseconds));
    }
  }
}

/** Plain on purpose: not idempotent, one request in flight, no retries; the relay makes a new one after any failure. */
async function makeProducer(
  kafka: Kafka,
  partitionsOf: (topic: string) => Promise<number>,
): Promise<Producer> {
  const producer = kafka.producer({
    idempotent: false,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: { retries: 0 },
    // Each message names its partition; this keeps kafkajs from warning about its own partitioner.
    createPartitioner:
      () =>
      ({ partitionMetadata, message }) =>
        message.partition ?? partitionMetadata[0]!.partitionId,
  });
  await connected(producer);
  const highest = new Map<string, number>();

  return {
    async send(records) {
      const placed: number[] = [];
      for (const record of records) placed.push(partitionOf(record.key, await partitionsOf(record.topic)));
      const answers = await producer
        .sendBatch({ acks: -1, topicMessages: byTopic(records, placed) })
        .catch((error: unknown) => refuse(error, records.length));
      const next = new Map<string, number>();
      for (const { topicName, partition, baseOffset } of answers) {
        const name = `${topicName}/${partition}`;
        const base = Number(baseOffset);
        if (base <= (highest.get(name) ?? -1))
          throw new Error(`${name} answered offset ${baseOffset}, which was given out before.`);
        next.set(name, base);
      }
      return records.map((record, index): RecordPlace => {
        const partition = placed[index]!;
        const name = `${record.topic}/${partition}`;
        const offset = next.get(name);
        if (offset === undefined) throw new Error(`${name} acknowledged nothing.`);
        next.set(name, offset + 1);
        highest.set(name, offset);
        return { partition, offset };
      });
    },
    close: () => producer.disconnect(),
  };
}

function byTopic(records: readonly OutgoingRecord[], placed: readonly number[]) {
  const topics = new Map<
    string,
    { key: string; value: string; headers: Record<string, string>; partition: number }[]
  >();
  records.forEach(({ topic, key, value, headers }, index) => {
    const messages = topics.get(topic) ?? [];
    messages.push({ key, value, headers: { ...headers }, partition: placed[index]! });
    topics.set(topic, messages);
  });
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

function refuse(error: unknown, records: number): never {
  const type = (error as { type?: string }).type ?? '';
  if (refusedForGood.has(type))
    throw new RecordRefused(records === 1 ? 0 : undefined, (error as Error).message);
  throw error;
}

/**
 * A Kafka that is new, or has just been started, names no coordinator of a group for a while, which the client takes for final.
 * So does one that refuses the user: asked some times more, not for ever.
 */
async function withCoordinator<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= coordinatorAttemptsMax || (error as Error).name !== 'KafkaJSGroupCoordinatorNotFound')
        throw error;
      await new Promise((resolve) => setTimeout(resolve, coordinatorPauseMilliseconds));
    }
  }
}

async function subscribe(
  kafka: Kafka,
  options: SubscribeOptions,
  sessionTimeout: number,
  log: Log,
): Promise<Subscription> {
  const consumer = kafka.consumer({
    groupId: options.group,
    sessionTimeout,
    rebalanceTimeout: Math.max(60_000, sessionTimeout),
    heartbeatInterval: Math.min(3_000, sessionTimeout / 3),
    maxWaitTimeInMs: fetchWaitMilliseconds,
    minBytes: 1,
    maxBytesPerPartition: partitionBytesMax,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => true },
  });
  let joined = false;
  let wasJoined = false;
  let closing = false;
  const timers = new Set<NodeJS.Timeout>();
  const group = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      joined = wasJoined = true;
      resolve();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      joined = false;
      // kafkajs starts itself anew where it may; where it may not, this consumer is gone for good.
      if (payload.restart || closing) return;
      reject(payload.error);
      // Who has not joined yet is told by the rejection.
      if (wasJoined) options.onFatal(payload.error);
    });
  });
  group.catch(() => undefined);
  consumer.on(consumer.events.REBALANCING, () => (joined = false));

  const resumeLater = (topic: string, partition: number, milliseconds: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!closing) consumer.resume([{ topic, partitions: [partition] }]);
    }, milliseconds);
    timers.add(timer);
  };

  // What is done but not yet told to Kafka: one request for all partitions. Who dies before it reads a little again.
  const done = new Map<string, TopicPartitionOffset>();
  const tellOffsets = async () => {
    if (done.size === 0) return;
    const told = [...done];
    await consumer.commitOffsets(
      told.map(([, { topic, partition, offset }]) => ({ topic, partition, offset: String(offset) })),
    );
    // What could not be told stays, and so does what has come on meanwhile.
    for (const [place, one] of told) if (done.get(place) === one) done.delete(place);
  };
  let isTelling = false;
  const telling = setInterval(() => {
    if (isTelling) return;
    isTelling = true;
    tellOffsets()
      .catch((error: unknown) =>
        log.warn({ error: String(error), group: options.group }, 'Offsets could not be kept; they will be.'),
      )
      .finally(() => (isTelling = false));
  }, offsetsMilliseconds);
  // Other members may have gone further in what was ours.
  consumer.on(consumer.events.GROUP_JOIN, () => done.clear());

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { batch, isRunning, isStale, resolveOffset, heartbeat } = payload;
    const { topic, partition } = batch;
    const lost = () => !isRunning() || isStale();
    const gone = () => closing || lost();
    let records: IncomingRecord[] = batch.messages.map(incoming);
    while (records.length > 0 && !gone()) {
      const handed: Batch = { topic, partition, records, isStale: gone, heartbeat };
      const { nextOffset, pauseMilliseconds = 0 } = await options.handle(handed);
      if (lost()) return;
      if (nextOffset > records[0]!.offset) {
        resolveOffset(String(nextOffset - 1));
        done.set(`${topic}/${partition}`, { topic, partition, offset: nextOffset });
      }
      await heartbeat();
      if (pauseMilliseconds > 0) {
        consumer.pause([{ topic, partitions: [partition] }]);
        consumer.seek({ topic, partition, offset: String(nextOffset) });
        resumeLater(topic, partition, pauseMilliseconds);
        return;
      }
      records = records.filter((record) => record.offset >= nextOffset);
    }
  };

  const running = new Set<Promise<void>>();
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: async (payload) => {
        const work = eachBatch(payload);
        running.add(work);
        try {
          await work;
        } catch (error) {
          if (rebalancing.has((error as { type?: string }).type ?? '')) throw error;
          // Anything else that reached kafkajs could stop its consumer for good: read this batch again instead.
          log.warn(
            { error: String(error), topic: payload.batch.topic, partition: payload.batch.partition },
            'A batch is read again.',
          );
          const { topic, partition } = payload.batch;
          consumer.pause([{ topic, partitions: [partition] }]);
          consumer.seek({
            topic,
            partition,
            offset: payload.batch.firstOffset() ?? payload.batch.messages[0]!.offset,
          });
          resumeLater(topic, partition, fetchWaitMilliseconds);
        } finally {
          running.delete(work);
        }
      },
    });
    await group;
  } catch (error) {
    clearInterval(telling);
    await consumer.disconnect().catch(() => undefined);
    throw error;
  }

  return {
    isJoined: () => joined,
    async close() {
      if (closing) return;
      closing = true;
      joined = false;
      timers.forEach(clearTimeout);
      clearInterval(telling);
      await Promise.allSettled(running);
      // Before the group is left: it takes no offsets of who is no member.
      await tellOffsets().catch(() => undefined);
      await consumer.stop();
      await consumer.disconnect();
    },
  };
}

interface TopicPartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

function incoming({
  offset,
  key,
  value,
  headers,
}: EachBatchPayload['batch']['messages'][number]): IncomingRecord {
  const text = Object.entries(headers ?? {}).map(([name, content]) => [
    name,
    Array.isArray(content) ? String(content[0]) : (content?.toString() ?? ''),
  ]);
  return { offset: Number(offset), key, value, headers: Object.fromEntries(text) as Record<string, string> };
}

/** Reads as a group of its own, which is deleted afterwards. */
async function contentsOf(
  kafka: Kafka,
  admin: Admin,
  groupPrefix: string,
  topic: string,
  visit: (records: readonly IncomingRecord[], partition: number) => Promise<void>,
): Promise<void> {
  const ends = new Map<number, number>();
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
    if (Number(high) > Number(low)) ends.set(partition, Number(high));
  if (ends.size === 0) return;
  const groupId = `${groupPrefix}${randomUUID()}`;
  const consumer = kafka.consumer({
    groupId,
    maxWaitTimeInMs: fetchWaitMilliseconds,
    maxBytesPerPartition: partitionBytesMax,
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      void consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch: { partition, messages }, heartbeat }) => {
            const end = ends.get(partition);
            if (end === undefined) return;
            const records = messages.map(incoming).filter(({ offset }) => offset < end);
            try {
              if (records.length > 0) await visit(records, partition);
              await heartbeat();
            } catch (error) {
              reject(error as Error);
            }
            if (Number(messages.at(-1)?.offset ?? -1) >= end - 1) ends.delete(partition);
            if (ends.size === 0) resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined);
  }
}

async function lagOf(admin: Admin, group: string, topics: readonly string[]): Promise<PartitionLag[]> {
  const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
  const lag: PartitionLag[] = [];
  for (const topic of topics) {
    const offsets = committed.find((one) => one.topic === topic)?.partitions ?? [];
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
      const offset = Number(offsets.find((one) => one.partition === partition)?.offset ?? -1);
      lag.push({ topic, partition, records: Number(high) - Math.max(offset, Number(low)) });
    }
  }
  return lag;
}
