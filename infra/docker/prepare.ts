import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grantKafkaAccess, openBroker, type KafkaGrant, type TopicDefinition } from '#libs/messaging';
import { readKafkaAddress, Reading } from '#libs/platform/http';
import { prepareDatabases } from '../postgres/prepare.js';
import { adminUrlFile, roleUrls, secretsFolder } from './secret-files.js';

/** The job that makes roles, databases and topics, and runs migrations; then it ends. Running it again changes nothing. */
const read = (file: string) => readFileSync(join(secretsFolder, file), 'utf8').trim();
const listed = <One>(file: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../infra/kafka', file), 'utf8')) as readonly One[];

async function prepare(): Promise<void> {
  const environment = new Reading(process.env);
  const kafka = environment.finish(readKafkaAddress(environment));
  const userPrefix = environment.text('KAFKA_GRANT_PREFIX', '', '');
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

  const topics = listed<TopicDefinition>('topics.json');
  const broker = await openBroker(kafka, { clientId: 'prepare' });
  await broker.createTopics(topics);
  await broker.close();
  console.log(`${topics.length} topics are there`);

  if (userPrefix) {
    const grants = listed<KafkaGrant>('access.json').map((one) => ({
      ...one,
      user: `${userPrefix}${one.group}`,
    }));
    await grantKafkaAccess(kafka, grants, { clientId: 'prepare' });
    console.log(`${grants.length} users of Kafka may do what their services need`);
  }
}

try {
  await prepare();
  process.exit(0);
} catch (error) {
  console.error(`The job could not prepare databases and topics: ${(error as Error).message}`);
  process.exit(1);
}
