import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { kafkaIsPossible, startKafka } from '../../../infra/local/kafka.js';
import { startPostgres } from '../../../infra/local/postgres.js';

/** The temporary folder that every account may enter. */
const root = '/tmp';

let postgres: Promise<string> | undefined;
let kafka: Promise<string[]> | undefined;

/**
 * Admin URL of a PostgreSQL for tests, without fsync: the one that `npm test` started (TEST_DATABASE_ADMIN_URL), or one of
 * this process's own.
 */
export function testPostgres(): Promise<string> {
  const given = process.env['TEST_DATABASE_ADMIN_URL'];
  if (given) return Promise.resolve(given);
  postgres ??= (async () => {
    const folder = mkdtempSync(join(root, 'hub-test-postgres-'));
    const running = await startPostgres({
      dataFolder: join(folder, 'data'),
      port: await freePort(),
      logFile: join(folder, 'postgres.log'),
      fsync: false,
    });
    process.once('exit', () => {
      process.kill(running.pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    return running.adminUrl;
  })();
  return postgres;
}

/** Brokers of a Kafka for tests: the one that `npm test` started (TEST_KAFKA_BROKERS), or one of this process's own. */
export function testKafka(): Promise<string[]> {
  const given = process.env['TEST_KAFKA_BROKERS'];
  if (given) return Promise.resolve(given.split(','));
  kafka ??= (async () => {
    const folder = mkdtempSync(join(root, 'hub-test-kafka-'));
    const running = await startKafka({
      folder,
      port: await freePort(),
      controllerPort: await freePort(),
      logFile: join(folder, 'kafka.log'),
    });
    process.once('exit', () => {
      if (running.pid) process.kill(running.pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    return running.brokers;
  })();
  return kafka;
}

/** Whether Kafka can be tested here: KAFKA_BROKERS, or Java 17 with Maven. */
export function kafkaCanBeTested(): boolean {
  return process.env['TEST_KAFKA_BROKERS'] !== undefined || kafkaIsPossible();
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
