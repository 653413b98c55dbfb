import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppName } from '../../../infra/postgres/databases.js';
import { apps } from '../../../infra/postgres/databases.js';
import { forgetOffsets } from '../offsets.js';
import { sessionSeconds, type Stage } from '../stage.js';
import { move } from '../stories.js';
import {
  appliedEverywhere,
  certainly,
  expect,
  inLog,
  killedAt,
  submitted,
  type NamedFault,
} from './fault.js';

const acknowledged = 'liaison.request-acknowledged.v1';
const triaged = 'liaison.request-triaged.v1';

const acknowledge = (stage: Stage, request: string) =>
  move(stage, 'officer', `/v1/liaison-requests/${request}/acknowledge`, acknowledged, request, {}, true);
const triage = (stage: Stage, request: string) =>
  move(
    stage,
    'officer',
    `/v1/liaison-requests/${request}/triage`,
    triaged,
    request,
    { priority: 'urgent', departments: [] },
    true,
  );
const withdraw = (stage: Stage, request: string) =>
  move(
    stage,
    'ngo',
    `/v1/liaison-requests/${request}/withdraw`,
    'liaison.request-withdrawn.v1',
    request,
    {},
    true,
  );

export const consumerFaults: readonly NamedFault[] = [
  {
    name: 'consumer-killed-after-its-commit',
    number: '8',
    what: 'kill -9 of a consumer between its commit and the offset: delivered again, skipped by the cursor',
    async run(stage) {
      let request = '';
      await killedAt(
        stage,
        'referrals',
        { point: 'after-consumer-commit', match: 'liaison.request' },
        async () => {
          request = await certainly(stage);
        },
      );
      await appliedEverywhere(stage, request);
    },
  },
  {
    name: 'consumer-killed-in-a-handler',
    number: '8',
    what: 'kill -9 of a consumer before its commit: nothing of the event has happened, and it is delivered again',
    async run(stage) {
      let request = '';
      await killedAt(stage, 'referrals', { point: 'in-handler', match: submitted }, async () => {
        request = await certainly(stage);
      });
      await appliedEverywhere(stage, request);
    },
  },
  {
    name: 'consumer-stopped-beyond-its-session',
    number: '9',
    what: 'SIGSTOP of a consumer beyond its session, SIGCONT: its partitions moved, it does nothing twice',
    async run(stage) {
      stage.hub.processes.signal('referrals', 'SIGSTOP');
      const requests: string[] = [];
      try {
        requests.push(...(await Promise.all(Array.from({ length: 10 }, () => certainly(stage)))));
        for (const request of requests)
          await stage.untilApplied('referrals', request, submitted, (sessionSeconds + 15) * 1000);
      } finally {
        stage.hub.processes.signal('referrals', 'SIGCONT');
      }
      for (const request of requests) await appliedEverywhere(stage, request);
    },
  },
  {
    name: 'poison-of-every-kind',
    number: '10',
    what: 'no JSON, a body that breaks its contract, a TypeError in a handler: each parks its own key with its bytes; others flow',
    async run(stage) {
      const [broken, thrown, other] = [
        await certainly(stage),
        await certainly(stage),
        await certainly(stage),
      ];
      for (const request of [broken, thrown, other]) await appliedEverywhere(stage, request);
      const broker = await stage.hub.openBroker();
      const producer = await broker.producer();
      const alien = randomUUID();
      await producer.send([
        { topic: 'liaison.request', key: broken, headers: {}, value: 'no JSON' },
        { topic: 'liaison.request', key: alien, headers: headersOf(alien), value: '{"how":5}' },
      ]);
      await broker.close();
      stage.order('referrals', {
        point: 'in-handler',
        act: 'throw',
        match: `${acknowledged} ${thrown}`,
        times: 1_000_000,
      });
      await acknowledge(stage, thrown);
      for (const key of [broken, alien, thrown]) await untilParked(stage, 'referrals', key);
      await Promise.all([acknowledge(stage, broken), acknowledge(stage, other)]);
      await stage.untilApplied('referrals', other, acknowledged);
      const [row] = await stage.rows<{ value: Buffer }>(
        'referrals',
        'select value from parked_event where key = $1 order by id limit 1',
        [broken],
      );
      expect(row?.value.toString() === 'no JSON', 'The bytes were not kept.');
      expect(
        (await stage.appliedBy('referrals', broken, acknowledged)) === 0,
        'reordered: what came behind poison was applied.',
      );
      const early = await stage.operate('referrals', 'parked-keys/release', place(thrown));
      expect(early.status === 409, `A release that fails again was answered with ${early.status}.`);
      stage.forget('referrals');
      await mend(stage, 'referrals', thrown, { skip: false });
      for (const app of apps) {
        if (await isParked(stage, app, broken)) await mend(stage, app, broken, { skip: true });
        if (await isParked(stage, app, alien)) await mend(stage, app, alien, { skip: true });
      }
      for (const request of [broken, thrown]) await stage.untilApplied('referrals', request, acknowledged);
    },
  },
  {
    name: 'poison-in-the-middle',
    number: '11',
    what: 'version 3 cannot be handled, 4 comes: it waits behind; release applies both in order',
    async run(stage) {
      const request = await certainly(stage);
      stage.order('referrals', {
        point: 'in-handler',
        act: 'throw',
        match: `${request} #3`,
        times: 1_000_000,
      });
      await acknowledge(stage, request);
      await triage(stage, request);
      await untilParked(stage, 'referrals', request);
      await withdraw(stage, request);
      await stage.until(async () => (await parkedEvents(stage, 'referrals', request)) >= 2, 20_000);
      expect(
        (await parkedEvents(stage, 'referrals', request)) === 2,
        'reordered: version 4 did not wait behind version 3.',
      );
      stage.forget('referrals');
      await mend(stage, 'referrals', request, { skip: false });
      const rows = await stage.rows<{ version: number }>(
        'referrals',
        'select version from applied_event where aggregate_id = $1 order by id',
        [request],
      );
      expect(
        rows.map((row) => row.version).join() === '1,2,3,4',
        `reordered: applied were ${rows.map((row) => row.version).join()}.`,
      );
    },
  },
  {
    name: 'handler-longer-than-the-session',
    number: '12',
    what: 'a handler that takes longer than the session: once in effect, and the consumer goes on',
    async run(stage) {
      stage.order('referrals', {
        point: 'in-handler',
        act: 'sleep',
        match: submitted,
        milliseconds: (sessionSeconds + 2) * 1000,
      });
      const request = await certainly(stage);
      await stage.untilApplied('referrals', request, submitted, 60_000);
      stage.forget('referrals');
      await appliedEverywhere(stage, await certainly(stage), 60_000);
    },
  },
  {
    name: 'rolling-restart',
    number: '13',
    what: 'every consumer is restarted in turn under load: nothing lost, doubled or reordered',
    async run(stage) {
      const requests: string[] = [];
      for (const app of ['referrals', 'notifications'] as const) {
        for (const name of [app, `${app}-2`]) {
          requests.push(await certainly(stage));
          await stage.hub.processes.stopOne(name);
          await stage.hub.processes.startOne(name);
        }
      }
      for (const request of requests) await appliedEverywhere(stage, request);
    },
  },
  {
    name: 'offsets-forgotten',
    number: '17',
    what: 'a group’s offsets are gone while it is down: it begins at the beginning, has what came meanwhile, and no effect twice',
    async run(stage) {
      const before = await certainly(stage);
      await appliedEverywhere(stage, before);
      for (const name of ['referrals', 'referrals-2']) await stage.hub.processes.stopOne(name);
      const meanwhile = await Promise.all(Array.from({ length: 5 }, () => certainly(stage)));
      await stage.until(async () => (await stage.rows('liaison', 'select from outbox_pending')).length === 0);
      await forgetOffsets(stage, 'referrals');
      await Promise.all(['referrals', 'referrals-2'].map((name) => stage.hub.processes.startOne(name)));
      for (const request of [before, ...meanwhile]) await appliedEverywhere(stage, request, 60_000);
      expect((await inLog(stage, 'liaison', before, submitted)) === 1, 'The owner’s log changed.');
    },
  },
];

const place = (key: string) => ({ topic: 'liaison.request', key, reason: 'a fault that was planted' });

async function mend(stage: Stage, app: AppName, key: string, { skip }: { skip: boolean }): Promise<void> {
  if (skip) {
    const skipped = await stage.operate(app, 'parked-keys/skip', place(key));
    expect(skipped.status === 204, `skip at ${app} was answered with ${skipped.status}.`);
  }
  const released = await stage.operate(app, 'parked-keys/release', place(key));
  expect(
    released.status === 204,
    `release at ${app} was answered with ${released.status} ${JSON.stringify(released.body)}.`,
  );
  await sleep(0);
}

async function isParked(stage: Stage, app: AppName, key: string): Promise<boolean> {
  return (await stage.rows(app, 'select from blocked_key where key = $1', [key])).length > 0;
}

async function parkedEvents(stage: Stage, app: AppName, key: string): Promise<number> {
  return (await stage.rows(app, 'select from parked_event where key = $1', [key])).length;
}

async function untilParked(stage: Stage, app: AppName, key: string): Promise<void> {
  const done = await stage.until(() => isParked(stage, app, key), 20_000);
  expect(done, `lost: ${app} did not park ${key}.`);
}

function headersOf(subject: string): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: 'liaison.request-routed.v1',
    ce_source: '/liaison',
    ce_subject: subject,
    ce_time: new Date().toISOString(),
    ce_sequence: '0000000001',
    ce_mode: 'exercise',
    ce_aggregate: 'request',
    ce_parties: '',
    ce_correlationid: subject,
    'content-type': 'application/json',
  };
}
