import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBroker, type TopicDefinition } from '#libs/messaging';
import { prepareDatabases } from '../postgres/prepare.js';
import { adminUrlFile, roleUrls, secretsFolder } from './secret-files.js';

/** The job that makes roles, databases and topics, and runs migrations; then it ends. Running it again changes nothing. */
const read = (file: string) => readFileSync(join(secretsFolder, file), 'utf8').trim();

async function prepare(): Promise<void> {
  const brokers = process.env['KAFKA_BROKERS'];
  if (!brokers)
    throw new Error(
      'KAFKA_BROKERS is missing: set it to host:port of each Kafka broker, separated by commas.',
    );
  const passwords = new Map(
    roleUrls.map(({ role, file }) => [role, decodeURIComponent(new URL(read(file)).password)]),
  );
  const ran = await prepareDatabases({
    adminUrl: read(adminUrlFile),
    passwordOf: (role) => passwords.get(role)!,
    movableClock: process.env['HUB_TRIAL'] === 'true',
    embeddedBroker: false,
  });
  for (const [app, migrations] of Object.entries(ran)) console.log(`${app}: ${migrations} migrations ran`);

  const topics = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../infra/kafka/topics.json'), 'utf8'),
  ) as readonly TopicDefinition[];
  const broker = await openBroker({ kind: 'kafka', brokers: brokers.split(',') }, { clientId: 'prepare' });
  await broker.createTopics(topics);
  await broker.close();
  console.log(`${topics.length} topics are there`);
}

try {
  await prepare();
  process.exit(0);
} catch (error) {
  console.error(`The job could not prepare databases and topics: ${(error as Error).message}`);
  process.exit(1);
}
