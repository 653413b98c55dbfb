/**
 * The services that specs stand on run once for a whole test run: `npm test` starts them and tells where they are. So a spec
 * leaves no process behind, and `npm test -- path` runs one file just as all of them.
 */
const needed = (what: string) => new Error(`This test needs ${what}: run it with "npm test -- <path>".`);

/** Admin URL of a PostgreSQL for tests, without fsync. */
export function testPostgres(): Promise<string> {
  const url = process.env['TEST_DATABASE_ADMIN_URL'];
  return url ? Promise.resolve(url) : Promise.reject(needed('PostgreSQL'));
}

/** Brokers of a Kafka for tests. */
export function testKafka(): Promise<string[]> {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  return brokers ? Promise.resolve(brokers.split(',')) : Promise.reject(needed('Kafka'));
}

/** Whether there is a Kafka: KAFKA_BROKERS, or Java 17 with Maven. */
export function kafkaCanBeTested(): boolean {
  return process.env['TEST_KAFKA_BROKERS'] !== undefined;
}
