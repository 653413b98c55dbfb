import { randomBytes } from 'node:crypto';
import { GenericContainer, getContainerRuntimeClient, Wait, type StartedTestContainer } from 'testcontainers';
import { freePorts } from './ports.js';

/** What every test stands on, once for a whole run; no test knows where it comes from. */
export interface TestServices {
  /** Superuser of a PostgreSQL 18 without fsync. */
  readonly adminUrl: string;
  /** Absent where there is no Kafka: then tests on Kafka are skipped. */
  readonly brokers: readonly string[] | undefined;
  stop(): Promise<void>;
}

const images = { postgres: 'postgres:18', kafka: 'apache/kafka:4.3.1' };
const startMilliseconds = 120_000;

/** Whether Docker, or what speaks like it, can be reached from here. */
export async function engineAnswers(): Promise<boolean> {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

/** Both end with `stop`, also where the reaper (Ryuk) is switched off. */
export async function startInContainers(): Promise<TestServices> {
  const outcomes = await Promise.allSettled([startPostgres(), startKafka()] as const);
  const stop = async () => {
    await Promise.all(
      outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value.container.stop()),
    );
  };
  const [postgres, kafka] = outcomes;
  if (postgres.status === 'rejected' || kafka.status === 'rejected') {
    await stop();
    const { reason } = (postgres.status === 'rejected' ? postgres : kafka) as PromiseRejectedResult;
    throw new Error(
      `A container for the tests does not start: ${(reason as Error).message}. TEST_INFRA=local does without.`,
      { cause: reason },
    );
  }
  return { adminUrl: postgres.value.address, brokers: [kafka.value.address], stop };
}

interface Started {
  readonly container: StartedTestContainer;
  readonly address: string;
}

async function startPostgres(): Promise<Started> {
  const password = randomBytes(18).toString('base64url');
  const container = await new GenericContainer(images.postgres)
    .withEnvironment({
      POSTGRES_PASSWORD: password,
      POSTGRES_INITDB_ARGS: '--locale=C --encoding=UTF8 --no-sync',
    })
    .withCommand([
      'postgres',
      ...Object.entries({
        max_connections: 300,
        max_wal_size: '2GB',
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
      }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ])
    .withSharedMemorySize(256 * 1_048_576)
    .withExposedPorts(5432)
    // Over TCP: while it makes its data folder it listens on its socket alone.
    .withHealthCheck({
      test: ['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres'],
      interval: 250,
      retries: 200,
    })
    .withWaitStrategy(Wait.forHealthCheck())
    .withStartupTimeout(startMilliseconds)
    .start();
  const where = `${container.getHost()}:${container.getMappedPort(5432)}`;
  return { container, address: `postgres://postgres:${password}@${where}/postgres` };
}

/** Kafka tells its clients where to find it: its port on this side is chosen before it starts. */
async function startKafka(): Promise<Started> {
  const port = await freePorts(1);
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  const container = await new GenericContainer(images.kafka)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_HEAP_OPTS: '-Xms256m -Xmx512m',
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '8',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(startMilliseconds)
    .start();
  return { container, address: `${host}:${port}` };
}
