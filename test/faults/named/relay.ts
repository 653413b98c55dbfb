import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage.js';
import { filing, move } from '../stories.js';
import { readTopic, topicFaults } from '../topic.js';
import { appliedEverywhere, certainly, expect, killedAt, submitted, type NamedFault } from './fault.js';

const leaseMilliseconds = 2_000;
const awayMilliseconds = { usually: 6_000, thorough: 180_000 };
const moves = [
  ['acknowledge', 'liaison.request-acknowledged.v1'],
  ['triage', 'liaison.request-triaged.v1'],
] as const;

export const relayFaults: readonly NamedFault[] = [
  {
    name: 'each-event-once-in-its-topic',
    number: 'S',
    what: 'two instances, many writers, nothing killed: each event stands in its topic once, in the order of its aggregate',
    async run(stage) {
      const requests = await Promise.all(Array.from({ length: 30 }, () => certainly(stage)));
      await Promise.all(requests.map((request) => moveOn(stage, request)));
      for (const request of requests.slice(-3)) await appliedEverywhere(stage, request);
      await stage.untilApplied('referrals', requests.at(-1)!, 'liaison.request-triaged.v1');
      await stage.until(async () => (await stage.rows('liaison', 'select from outbox_pending')).length === 0);
      const records = await readTopic(stage, 'liaison.request');
      const faults = topicFaults(
        records.filter((record) => requests.includes(record.key)),
        { allowRepeats: false },
      );
      expect(faults.length === 0, faults.slice(0, 3).join('; '));
    },
  },
  {
    name: 'relay-killed-after-acknowledgement',
    number: '3',
    what: 'kill -9 of the relay between Kafka’s acknowledgement and the end of the pointer: twice in the topic at most, once in effect',
    async run(stage) {
      let request = '';
      await killedAt(
        stage,
        'liaison',
        { point: 'after-acknowledgement', match: 'liaison.request' },
        async () => {
          request = await certainly(stage);
        },
      );
      await appliedEverywhere(stage, request);
      const gone = await stage.until(
        async () =>
          (
            await stage.rows(
              'liaison',
              'select 1 from outbox_pending join event_log using (position) where aggregate_id = $1',
              [request],
            )
          ).length === 0,
        10_000,
      );
      expect(gone, 'Its pointer is still there.');
    },
  },
  {
    name: 'answers-swallowed',
    number: '4',
    what: 'the broker takes records, its answers are swallowed, connections break: everything is in the topic',
    async run(stage) {
      const swallowing = stage.proxy.swallowAnswers(2_500);
      const requests = await Promise.all(Array.from({ length: 10 }, () => certainly(stage)));
      await swallowing;
      requests.push(await certainly(stage));
      for (const request of requests) await appliedEverywhere(stage, request, 60_000);
    },
  },
  {
    name: 'relay-stopped-beyond-its-lease',
    number: '5',
    what: 'SIGSTOP of the lock’s holder for two leases: the other relay takes over; SIGCONT harms nothing',
    async run(stage) {
      for (const [stopped, through] of [
        ['liaison', 1],
        ['liaison-2', 0],
      ] as const) {
        stage.hub.processes.signal(stopped, 'SIGSTOP');
        try {
          const request = await certainly(stage, { through });
          await stage.untilApplied('referrals', request, submitted, 2 * leaseMilliseconds + 6_000);
          await sleep(leaseMilliseconds);
        } finally {
          stage.hub.processes.signal(stopped, 'SIGCONT');
        }
      }
    },
  },
  {
    name: 'relays-killed-in-turn',
    number: '6',
    what: 'two relays, one killed every few seconds under load: order in the topic intact apart from exact repeats',
    async run(stage) {
      const requests: string[] = [];
      for (const name of ['liaison', 'liaison-2', 'liaison', 'liaison-2']) {
        const filings = Array.from({ length: 5 }, () => certainly(stage));
        stage.kill(name);
        requests.push(...(await Promise.all(filings)));
        await sleep(1_000);
      }
      for (const request of requests) await appliedEverywhere(stage, request);
      const faults = topicFaults(await readTopic(stage, 'liaison.request'), { allowRepeats: true });
      expect(faults.length === 0, faults.slice(0, 3).join('; '));
    },
  },
  {
    name: 'append-held-open',
    number: 'S',
    what: 'a record whose append commits late is still read: offsets are dense and in commit order',
    brokers: ['embedded'],
    async run(stage) {
      const topic = 'faults.append';
      await stage.rows(
        'broker',
        `create or replace function wait_a_little() returns trigger language plpgsql as
           $$ begin if new.key like 'slow%' then perform pg_sleep(2); end if; return new; end $$;
         drop trigger if exists wait_a_little on record;
         create trigger wait_a_little before insert on record for each row execute function wait_a_little();`,
      );
      const broker = await stage.openBroker();
      await broker.createTopics([{ name: topic, partitions: 4 }]);
      const seen = new Set<string>();
      const subscription = await broker.subscribe({
        group: `append-${randomUUID()}`,
        topics: [topic],
        handle: async (batch) => {
          for (const { key } of batch.records) seen.add(String(key));
          return { nextOffset: batch.records.at(-1)!.offset + 1 };
        },
        onFatal: () => undefined,
      });
      try {
        const producer = await broker.producer();
        const keys = Array.from({ length: 40 }, (_, index) => String(index));
        const slow = keys.slice(0, 3);
        const appends = slow.map((key) =>
          producer.send([{ topic, key: `slow ${key}`, headers: {}, value: '{' }]),
        );
        await sleep(300);
        appends.push(
          ...keys.map((key) => producer.send([{ topic, key: `fast ${key}`, headers: {}, value: '{' }])),
        );
        await Promise.all(appends);
        const missing = () =>
          [...slow.map((key) => `slow ${key}`), ...keys.map((key) => `fast ${key}`)].filter(
            (key) => !seen.has(key),
          );
        await stage.until(async () => missing().length === 0, 10_000);
        expect(
          missing().length === 0,
          `lost: ${missing().length} records were never read, such as "${missing()[0]}".`,
        );
      } finally {
        await subscription.close();
        await broker.close();
        await stage.rows('broker', 'drop trigger wait_a_little on record');
      }
    },
  },
  {
    name: 'broker-away',
    number: '15',
    what: 'the broker is away: commands are accepted, the outbox grows, and is drained in order when it is back',
    async run(stage) {
      const milliseconds = stage.thorough ? awayMilliseconds.thorough : awayMilliseconds.usually;
      // Away until everything waits in the outbox, however slow the machine is.
      const { promise: allWritten, resolve: allIsWritten } = Promise.withResolvers<void>();
      const away =
        stage.broker === 'kafka'
          ? stage.killKafka(milliseconds)
          : stage.proxy.refuse(milliseconds, allWritten);
      let requests: string[] = [];
      try {
        await sleep(500);
        const startedAt = performance.now();
        requests = await Promise.all(Array.from({ length: 10 }, () => certainly(stage)));
        expect(performance.now() - startedAt < milliseconds, 'Commands waited for the broker.');
        const answer = await stage.ledger.raw('ngo', '/v1/liaison-requests', filing(), { type: submitted });
        expect(
          answer.status === 201,
          `While the broker was away a filing was answered with ${answer.status}.`,
        );
        for (const request of requests) await moveOn(stage, request);
      } finally {
        allIsWritten();
      }
      await away;
      for (const request of requests) await appliedEverywhere(stage, request, 60_000);
      await stage.untilApplied('referrals', requests.at(-1)!, moves[1][1]);
      const records = await readTopic(stage, 'liaison.request');
      const faults = topicFaults(
        records.filter(({ key }) => requests.includes(key)),
        { allowRepeats: true },
      );
      expect(faults.length === 0, faults.slice(0, 3).join('; '));
    },
  },
];

/** A request that was filed is acknowledged and triaged, by commands that are insisted on. */
async function moveOn(stage: Stage, request: string): Promise<void> {
  for (const [step, type] of moves) {
    const body = step === 'triage' ? { priority: 'urgent', departments: [] } : {};
    await move(stage, 'officer', `/v1/liaison-requests/${request}/${step}`, type, request, body, true);
  }
}
