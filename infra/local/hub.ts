import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { apps, type AppName } from '../postgres/databases.js';
import { fetchToken, LocalHub } from './local-hub.js';
import { memoryMbOf } from './memory.js';
import { clients } from './parties.js';
import { isRunning, readRunFile, type RunFile } from './run-file.js';
import { Secrets } from './secrets.js';
import { places, readSettings, StartFault } from './settings.js';
import { settingsOf } from './show-settings.js';

/** `npm run hub -- …`: what one does with a hub that runs on this machine. */
const settings = readSettings(process.env);
const names = clients.map(({ name }) => name);
const publishedSeconds = 120;

const program = new Command('npm run hub --')
  .description('Commands for the Liaison Hub that runs on this machine.')
  .showHelpAfterError();

program
  .command('status')
  .description('what runs, where the logs lie, and what is wrong')
  .action(async () => process.exit(await status()));

program
  .command('token')
  .description('print an access token of a demonstration organization, alone on a line')
  .requiredOption('--as <role>', `one of ${names.join(', ')}`)
  .action(async ({ as }: { as: string }) => console.log(await tokenOf(as)));

program
  .command('listen')
  .description('print the events that an organization is party to, one a line, as they come')
  .option('--as <role>', 'whose feed', 'partner')
  .addOption(
    new Option('--mode <mode>', 'which traffic').choices(['actual', 'exercise', 'test']).default('actual'),
  )
  .option('--after <position>', 'position to go on from; 0 is the beginning (default: from now on)')
  .option('--once', 'end when everything there is was printed', false)
  .action(listen);

const messages = program
  .command('messages')
  .description('what waits to be published or consumed, and which aggregates are parked')
  .action(showMessages);
for (const act of ['release', 'skip'] as const) {
  messages
    .command(act)
    .description(
      act === 'release'
        ? 'run the parked events of a key again, in order, up to a further gap; if one fails, all stays parked'
        : 'give up one version of a parked key; the rest stays parked until it is released',
    )
    .requiredOption('--service <name>', 'the service that parked it')
    .requiredOption('--topic <topic>', 'as "messages" shows it')
    .requiredOption('--key <key>', 'as "messages" shows it')
    .requiredOption('--reason <text>', 'why; it stands in the audit')
    .action((options: ParkedKeyOptions) => actOnParkedKey(act, options));
}

messages
  .command('replay')
  .description('the owner publishes events again that it published before; consumers drop what they have')
  .requiredOption('--service <name>', 'the service that owns them')
  .requiredOption('--topic <topic>', 'of the service, such as liaison.request')
  .option('--key <key>', 'of this aggregate alone')
  .option('--from-version <number>', 'from this version of it on', Number)
  .option('--to-version <number>', 'up to this version of it', Number)
  .option('--from <time>', 'that happened from then on (ISO 8601)')
  .option('--to <time>', 'that happened until then (ISO 8601)')
  .requiredOption('--reason <text>', 'why; it stands in the audit')
  .action(replayEvents);
messages
  .command('reconcile')
  .description(
    'compare event logs, topics and cursors: publish again what a topic lost, apply what a consumer lacks',
  )
  .option('--service <name>', 'this service alone (default: all)')
  .requiredOption('--reason <text>', 'why; it stands in the audit')
  .action(reconcile);

program
  .command('config')
  .description('what the services are set to')
  .command('show')
  .description('every setting a service reads, its value and where it comes from; secrets are never shown')
  .option('--service <name>', 'this service alone (default: all)')
  .action(showConfig);

const keys = program
  .command('keys')
  .description('the master keys by name, and how many keys of subjects each wraps')
  .action(() => withKeys(({ showKeys }, adminUrl, file) => showKeys(adminUrl, file)));
keys
  .command('rotate')
  .description('make a new master key, and wrap all keys of subjects with it while everything runs')
  .action(() => withKeys(({ rotateKeys }, adminUrl, file) => rotateKeys(adminUrl, file)));
keys
  .command('forget <id>')
  .description('delete an earlier master key that wraps nothing any more')
  .action((id: string) => withKeys(({ forgetKey }, adminUrl, file) => forgetKey(adminUrl, file, id)));

program
  .command('audit')
  .description('the audit: who read or wrote which record')
  .command('verify')
  .description('compute the chain of hashes again, and name the first line that is not what was chained')
  .option('--service <name>', 'this service alone (default: all)')
  .action(async ({ service }: { service?: string }) => {
    const { adminUrl } = runningHub();
    const services = service ? [serviceNamed(service)] : apps;
    // Loaded where it is needed: the other commands need no database.
    const { verifyServices } = await import('./audit.js');
    if (!(await verifyServices(services, adminUrl, places(settings).auditAnchors))) process.exit(1);
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error((error as Error).message);
  process.exit(error instanceof StartFault ? error.exitCode : 1);
}

async function withKeys(
  work: (commands: typeof import('./keys.js'), adminUrl: string, file: string) => Promise<void>,
): Promise<void> {
  const { adminUrl } = runningHub();
  // Loaded where it is needed: the other commands need no database.
  await work(await import('./keys.js'), adminUrl, places(settings).masterKeys);
}

function runningHub(): RunFile {
  const run = readRunFile(places(settings).run);
  if (!run || !isRunning(run.supervisor))
    throw new StartFault(`No hub runs on ${settings.home}. Start one with "npm start".`);
  return run;
}

async function tokenOf(name: string): Promise<string> {
  if (!names.includes(name))
    throw new StartFault(`There is no role "${name}". The roles are ${names.join(', ')}.`, 2);
  return fetchToken(
    `http://localhost:${runningHub().identityPort}`,
    name,
    new Secrets(places(settings).secrets).of(`client ${name}`),
  );
}

async function status(): Promise<number> {
  const run = readRunFile(places(settings).run);
  if (!run || !isRunning(run.supervisor)) {
    console.log(`No hub runs on ${settings.home}. Start one with "npm start".`);
    if (run) console.log('An earlier one was killed; the next start cleans up after it.');
    return 1;
  }
  const faults: string[] = [];
  console.log(`Liaison Hub, broker: ${run.broker}, state: ${settings.home}\n`);
  for (const one of [run.supervisor, ...run.processes]) {
    const port = (settings.ports as unknown as Record<string, number>)[one.name];
    const runs = isRunning(one);
    const health =
      runs && port && !['postgres', 'kafka', 'identity'].includes(one.name)
        ? await healthOf(port)
        : undefined;
    if (!runs) faults.push(`${one.name} does not run: see ${places(settings).log(one.name)}`);
    else if (health && health !== 'ok') faults.push(`${one.name}: ${health}`);
    const memory = memoryMbOf(one.pid);
    console.log(
      `  ${one.name.padEnd(14)} ${runs ? 'runs' : 'DOWN'}  pid ${String(one.pid).padEnd(8)} ${port ? `port ${port}` : ''.padEnd(9)}  ${memory === undefined ? '' : `${memory} MB`}`,
    );
  }
  console.log(`\n  Logs: ${places(settings).logs}`);
  console.log(
    faults.length === 0
      ? '  Nothing is wrong.'
      : `  Wrong:\n${faults.map((fault) => `    - ${fault}`).join('\n')}`,
  );
  return faults.length === 0 ? 0 : 1;
}

async function healthOf(port: number): Promise<string> {
  try {
    const response = await fetch(`http://localhost:${port}/health/ready`, {
      signal: AbortSignal.timeout(3_000),
    });
    if (!response.ok) return `not ready: ${(await response.text()).slice(0, 300)}`;
    const { info } = (await response.json()) as { info?: { database?: { parkedKeys?: number } } };
    const parked = info?.database?.parkedKeys ?? 0;
    return parked === 0 ? 'ok' : `${parked} parked keys: see "npm run hub -- messages"`;
  } catch {
    return 'does not answer';
  }
}

interface ParkedKeyOptions {
  readonly service: string;
  readonly topic: string;
  readonly key: string;
  readonly reason: string;
}

interface MessagesState {
  readonly outboxPending: number;
  readonly outboxOldestSeconds: number;
  readonly lagRecords: number;
  readonly parkedKeys: readonly {
    topic: string;
    key: string;
    reason: string;
    errorCode: string;
    since: string;
    events: number;
  }[];
}

/** @throws StartFault naming those that there are */
function serviceNamed(name: string): AppName {
  if ((apps as readonly string[]).includes(name)) return name as AppName;
  throw new StartFault(`There is no service "${name}". The services are ${apps.join(', ')}.`, 2);
}

async function operate(service: string, path: string, body?: object): Promise<Response> {
  const port = settings.ports[serviceNamed(service)];
  const token = await tokenOf('admin');
  const response = await fetch(`http://localhost:${port}/operations/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (response.ok) return response;
  const problem = (await response.json()) as { titles?: { en: string }; cause?: string };
  throw new StartFault(
    `${service}: ${problem.titles?.en ?? `answered ${response.status}.`}${problem.cause ? ` Cause: ${problem.cause}.` : ''}`,
  );
}

async function showMessages(): Promise<void> {
  for (const app of apps) {
    const state = (await (await operate(app, 'messages')).json()) as MessagesState;
    console.log(
      `  ${app.padEnd(14)} to publish ${state.outboxPending} (oldest ${state.outboxOldestSeconds.toFixed(1)} s), to consume ${state.lagRecords}, parked keys ${state.parkedKeys.length}`,
    );
    for (const { topic, key, reason, errorCode, since, events } of state.parkedKeys)
      console.log(`      ${reason}  ${topic}  ${key}  ${events} events since ${since}  (${errorCode})`);
  }
}

async function actOnParkedKey(act: 'release' | 'skip', options: ParkedKeyOptions): Promise<void> {
  const { service, ...body } = options;
  await operate(service, `parked-keys/${act}`, body);
  console.log(
    act === 'release' ? 'Released.' : 'Skipped one version; release the key when the rest may go on.',
  );
}

async function replayEvents({
  service,
  ...body
}: {
  service: string;
  topic: string;
  reason: string;
}): Promise<void> {
  const { events } = (await (await operate(service, 'replay', body)).json()) as { events: number };
  if (events === 0)
    throw new StartFault(
      `${service} published no such event in ${body.topic}: nothing is replayed. "messages reconcile" names the topics of each service.`,
    );
  console.log(`${events} events are published again.`);
}

async function showConfig({ service }: { service?: string }): Promise<void> {
  // The identity provider of a local hub is none of its services.
  const services = LocalHub.definitionsOf(settings, runningHub()).filter(({ name }) => name !== 'identity');
  const shown = services.filter(({ name }) => !service || name === service);
  if (shown.length === 0) {
    const names = services.map(({ name }) => name).join(', ');
    throw new StartFault(`There is no service "${service}". The services are ${names}.`, 2);
  }
  for (const definition of shown)
    console.log([definition.name, ...(await settingsOf(definition))].join('\n'));
}

interface Reconciled {
  readonly topics: readonly {
    topic: string;
    logged: number;
    missing: number;
    read: number;
    caughtUp: number;
  }[];
}

/** First every owner, so that the topics are whole; then every consumer; then the owners once more, to see that they are. */
async function reconcile({ service, reason }: { service?: string; reason: string }): Promise<void> {
  const services = service ? [service] : [...apps];
  const ask = async (app: string, path: string) =>
    ((await (await operate(app, path, { reason })).json()) as Reconciled).topics;
  for (const app of services)
    for (const { topic, logged, missing } of await ask(app, 'publish-missing'))
      console.log(
        `  ${app.padEnd(14)} owns   ${topic.padEnd(28)} ${logged} in its log, ${missing} missing in the topic`,
      );
  await untilPublished(services);
  for (const app of services)
    for (const { topic, read, caughtUp } of await ask(app, 'read-again'))
      console.log(`  ${app.padEnd(14)} hears  ${topic.padEnd(28)} ${read} read, ${caughtUp} caught up`);
  let missing = 0;
  for (const app of services) for (const one of await ask(app, 'publish-missing')) missing += one.missing;
  if (missing > 0)
    throw new StartFault(
      `${missing} events are still missing in their topics: see the logs of their owners, and reconcile again.`,
    );
  console.log('  Topics hold every event of their owners’ logs.');
}

async function untilPublished(services: readonly string[]): Promise<void> {
  const until = performance.now() + publishedSeconds * 1000;
  for (const app of services) {
    for (;;) {
      const { outboxPending } = (await (await operate(app, 'messages')).json()) as MessagesState;
      if (outboxPending === 0) break;
      if (performance.now() > until)
        throw new StartFault(
          `${app} still has ${outboxPending} events to publish after ${publishedSeconds} s: see its log.`,
        );
      await sleep(200);
    }
  }
}

interface FeedPage {
  readonly items: readonly {
    position: number;
    time: string;
    type: string;
    subject: string;
    sequence: string;
    data: unknown;
  }[];
}

async function listen({
  as,
  mode,
  after,
  once,
}: {
  as: string;
  mode: string;
  after?: string;
  once: boolean;
}): Promise<void> {
  const { gatewayPort } = runningHub();
  const page = async (position: number, wait: number): Promise<FeedPage> => {
    const url = `http://localhost:${gatewayPort}/v1/events?after=${position}&limit=100&mode=${mode}&wait=${wait}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${await tokenOf(as)}` } });
    if (!response.ok) throw new StartFault(`The feed answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as FeedPage;
  };
  let position = after === undefined ? await lastPosition(page) : Number(after);
  if (!Number.isInteger(position) || position < 0)
    throw new StartFault('--after is a position: 0, 1, 2 …', 2);
  if (!once) console.error(`Listening as ${as} (${mode}) from position ${position} on. Ctrl-C ends it.`);
  for (;;) {
    const { items } = await page(position, once ? 0 : 20);
    for (const { position: at, time, type, subject, sequence, data } of items) {
      console.log(
        `${String(at).padStart(6)}  ${time}  ${type}  ${subject} #${Number(sequence)}  ${JSON.stringify(data)}`,
      );
      position = at;
    }
    if (items.length === 0) {
      if (once) return;
      await sleep(100);
    }
  }
}

async function lastPosition(page: (position: number, wait: number) => Promise<FeedPage>): Promise<number> {
  for (let position = 0; ;) {
    const { items } = await page(position, 0);
    if (items.length === 0) return position;
    position = items.at(-1)!.position;
  }
}
