import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { openBroker } from '#libs/messaging';
import { readKafkaAddress, Reading } from '#libs/platform/http';
import { adminUrlFile, secretsFolder } from '../../docker/secret-files.js';
import { moveClock, resetClock } from '../../postgres/clock.js';
import { adminOf, databases } from '../../postgres/databases.js';
import { WebhookReceiver } from '../demonstration/webhook-receiver.js';
import { fetchToken, topics } from '../local-hub.js';
import { Secrets } from '../secrets.js';
import { identityFolder, type Ask, type Said } from './desk-lines.js';

/**
 * Stands beside a hub in containers, for the demonstration that calls its front door from outside: tokens, a look into the
 * topics, the partners' endpoints, and the databases' time. Asked on its input, answers on its output, one JSON object a
 * line; ends where its input does.
 */
const { OIDC_ISSUER: issuer } = process.env as Record<string, string>;
const environment = new Reading(process.env);
const secrets = new Secrets(join(identityFolder, 'secrets.json'));
const adminUrl = readFileSync(join(secretsFolder, adminUrlFile), 'utf8');
const everyDatabase = (work: (url: string) => Promise<void>) =>
  Promise.all(databases.map((name) => work(adminOf(adminUrl, name))));
const broker = await openBroker(environment.finish(readKafkaAddress(environment)), {
  clientId: 'demonstration',
});
const say = (line: Said) => process.stdout.write(`${JSON.stringify(line)}\n`);

const receivers = { partner: receiver('partner', 4001), stranger: receiver('stranger', 4002) };

for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line) as Ask;
  void answer(ask).then(
    (result) => say({ to: ask.number, answer: result ?? null }),
    (error: Error) => say({ to: ask.number, fault: error.message }),
  );
}
process.exit(0);

async function answer(ask: Ask): Promise<string | void> {
  switch (ask.ask) {
    case 'token':
      return fetchToken(issuer!, ask.client, secrets.of(`client ${ask.client}`));
    case 'receiver':
      await receivers[ask.receiver].start();
      return receivers[ask.receiver].url;
    case 'secret':
      return receivers[ask.receiver].useSecret(ask.secret);
    case 'watch':
      return watch();
    case 'move time':
      await everyDatabase((url) => moveClock(url, ask.milliseconds));
      return;
    case 'reset time':
      await everyDatabase(resetClock);
  }
}

function receiver(name: 'partner' | 'stranger', port: number): WebhookReceiver {
  return new WebhookReceiver(port, hostname(), (delivery) => say({ delivered: name, delivery }));
}

async function watch(): Promise<void> {
  await broker.subscribe({
    group: `demonstration-${randomUUID()}`,
    topics: topics.map(({ name }) => name),
    handle: async ({ topic, partition, records }) => {
      for (const { offset, headers, value } of records)
        say({ topic, partition, offset, headers, value: value?.toString('base64') ?? '' });
      return { nextOffset: records.at(-1)!.offset + 1 };
    },
    onFatal: (error) => {
      console.error(error.message);
      process.exit(1);
    },
  });
}
