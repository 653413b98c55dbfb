import { mkdtempSync, rmSync, writeFileSync, chmodSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '../../../infra/local/local-hub.js';
import { places } from '../../../infra/local/settings.js';
import { apps } from '../../../infra/postgres/databases.js';
import { compare } from '../compare.js';
import { canMount, mountSmall, Stage } from '../stage.js';
import { filing, prepare } from '../stories.js';
import { appliedEverywhere, certainly, expect, submitted, type NamedFault } from './fault.js';

const diskMegabytes = 900;
const reason = { reason: 'a fault that was planted' };

export const diskFaults: readonly NamedFault[] = [
  {
    name: 'topic-data-lost',
    number: '16',
    what: 'the broker lost its disk while a consumer was down: reconcile publishes it again, everyone has everything once',
    alone: true,
    async run(stage) {
      const names = ['referrals', 'referrals-2'];
      await appliedEverywhere(stage, await certainly(stage));
      for (const name of names) await stage.hub.processes.stopOne(name);
      const requests = await Promise.all(Array.from({ length: 5 }, () => certainly(stage)));
      for (const request of requests) await stage.untilApplied('notifications', request, submitted);
      await stage.until(async () => (await stage.rows('liaison', 'select from outbox_pending')).length === 0);
      await loseTopics(stage);
      await Promise.all(names.map((name) => stage.hub.processes.startOne(name)));
      await stage.untilAllRun();
      let missing = 0;
      for (const app of apps) {
        const { status, body } = await stage.operate(app, 'publish-missing', reason);
        expect(
          status === 200,
          `publish-missing at ${app} was answered with ${status} ${JSON.stringify(body)}.`,
        );
        missing += sum(body.topics, 'missing');
      }
      expect(missing >= requests.length, `Only ${missing} events were found missing.`);
      for (const app of apps)
        await stage.until(async () => (await stage.rows(app, 'select from outbox_pending')).length === 0);
      for (const app of apps) {
        const { status, body } = await stage.operate(app, 'read-again', reason);
        expect(status === 200, `read-again at ${app} was answered with ${status} ${JSON.stringify(body)}.`);
      }
      for (const request of requests) await appliedEverywhere(stage, request);
      for (const app of apps) {
        const { body } = await stage.operate(app, 'publish-missing', reason);
        expect(
          sum(body.topics, 'missing') === 0,
          `${app} still misses events: ${JSON.stringify(body.topics)}.`,
        );
      }
      await appliedEverywhere(stage, await certainly(stage), 60_000);
    },
  },
  {
    name: 'disk-full',
    number: '18',
    isPossible: canMount,
    what: 'the disk of PostgreSQL and of the broker is full: clean refusals, no half state, all goes on when there is room',
    alone: true,
    async run(outer) {
      const home = mkdtempSync(join(tmpdir(), 'hub-disk-'));
      chmodSync(home, 0o755);
      const unmount = mountSmall(home, diskMegabytes);
      expect(
        unmount !== undefined,
        'No small file system can be mounted here: it needs root, or run it elsewhere.',
      );
      const small = await Stage.start({
        broker: outer.broker,
        home: join(home, 'state'),
        seed: 1,
        print: () => undefined,
      });
      try {
        await prepare(small);
        const before = await certainly(small);
        const ballast = join(home, 'ballast');
        fill(home, ballast);
        // Room that is left inside PostgreSQL's files is used up first.
        let refused = 0;
        for (let round = 0; round < 200 && refused < 5; round += 1) {
          const answers = await Promise.all(
            Array.from({ length: 10 }, () =>
              small.ledger
                .raw('ngo', '/v1/liaison-requests', filing(), { type: submitted })
                .catch(() => undefined),
            ),
          );
          for (const answer of answers) {
            if (answer?.status === 201) continue;
            refused += 1;
            const clean = answer === undefined || (answer.status === 503 && answer.body?.titles?.fr);
            expect(
              Boolean(clean),
              `With a full disk a filing was answered with ${answer?.status} ${JSON.stringify(answer?.body)}.`,
            );
          }
          fill(home, ballast);
        }
        rmSync(ballast);
        expect(refused > 0, 'The disk was full and nothing was refused.');
        // Kafka gives up some seconds after its disk did, and whoever runs it starts it again.
        await small.until(async () => {
          await small.revive();
          return (await small.notReady()).length === 0;
        }, 60_000);
        await small.untilAllRun();
        const after = await certainly(small);
        await appliedEverywhere(small, before, 60_000);
        await appliedEverywhere(small, after, 60_000);
        expect(await small.calm(), 'It did not come to rest.');
        await small.until(
          async () =>
            (
              await small.rows(
                'notifications',
                `select from delivery where state in ('queued', 'sending', 'retry_wait')`,
              )
            ).length === 0,
          60_000,
        );
        const { lost, doubled, reordered, findings } = await compare(small);
        expect(lost + doubled + reordered === 0, findings.slice(0, 3).join('; '));
      } finally {
        await small.stop();
        unmount();
        rmSync(home, { recursive: true, force: true });
      }
    },
  },
];

function sum(topics: readonly Record<string, number>[], name: string): number {
  return topics.reduce((total, one) => total + (one[name] ?? 0), 0);
}

async function loseTopics(stage: Stage): Promise<void> {
  if (stage.broker === 'embedded') {
    await stage.rows('broker', 'truncate record');
    await stage.rows('broker', 'update partition set next_offset = 0');
    return;
  }
  await stage.killKafka(0, () =>
    rmSync(join(places(stage.settings).kafka, 'data'), { recursive: true, force: true }),
  );
  const broker = await stage.hub.openBroker();
  await broker.createTopics(topics);
  await broker.close();
  await sleep(0);
}

/** Takes every byte that is free. */
function fill(folder: string, ballast: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < 65_536) return;
  try {
    writeFileSync(ballast, Buffer.alloc(Math.min(free, 1_000_000_000)), { flag: 'a' });
  } catch {
    // It is full now.
  }
}
