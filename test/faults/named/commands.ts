import { setTimeout as sleep } from 'node:timers/promises';
import { filing } from '../stories.js';
import {
  appliedEverywhere,
  certainly,
  expect,
  inLog,
  killedAt,
  newKey,
  submitted,
  type NamedFault,
} from './fault.js';

export const commandFaults: readonly NamedFault[] = [
  {
    name: 'killed-after-commit',
    number: '1',
    what: 'kill -9 between commit and answer; the same key again gets the first answer: one request, one event',
    async run(stage) {
      const key = newKey();
      let request = '';
      await killedAt(stage, 'liaison', { point: 'after-commit', match: key }, async () => {
        request = await certainly(stage, { key });
      });
      const rows = await stage.rows<{ id: string }>(
        'liaison',
        `select answer->>'id' as id from idempotency_key where key = $1`,
        [key],
      );
      expect(
        rows.length === 1 && rows[0]!.id === request,
        `doubled: the key led to ${JSON.stringify(rows)}, the answer said ${request}.`,
      );
      await appliedEverywhere(stage, request);
    },
  },
  {
    name: 'killed-before-commit',
    number: '2',
    what: 'kill -9 before commit: nothing is stored; the same key again does it',
    async run(stage) {
      const key = newKey();
      let request = '';
      await killedAt(stage, 'liaison', { point: 'before-commit', match: key }, async () => {
        request = await certainly(stage, { key });
      });
      expect(
        (await inLog(stage, 'liaison', request, submitted)) === 1,
        'doubled: the filing does not stand in the log once.',
      );
      await appliedEverywhere(stage, request);
    },
  },
  {
    name: 'transaction-held-open',
    number: '7',
    what: 'a transaction stays open while later ones commit: these flow, and it is published after its commit',
    async run(stage) {
      const key = newKey();
      stage.order('liaison', { point: 'before-commit', act: 'sleep', match: key, milliseconds: 4_000 });
      const held = certainly(stage, { key });
      await sleep(300);
      const later = await Promise.all([certainly(stage), certainly(stage)]);
      for (const request of later) await appliedEverywhere(stage, request);
      const [row] = await stage.rows('liaison', 'select 1 from idempotency_key where key = $1', [key]);
      expect(row === undefined, 'The held transaction had committed before the later ones were applied.');
      const request = await held;
      stage.forget('liaison');
      await appliedEverywhere(stage, request, 15_000);
    },
  },
  {
    name: 'key-of-another-body',
    number: '24',
    what: 'an Idempotency-Key with another body is refused; the same key many times at once takes effect once',
    async run(stage) {
      const key = newKey();
      const request = await certainly(stage, { key });
      const other = await stage.ledger.raw(
        'ngo',
        '/v1/liaison-requests',
        { ...filing(), urgency: 'routine' },
        { key },
      );
      expect(other.status === 422, `Another body under the key was answered with ${other.status}.`);
      const twin = newKey();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          stage.ledger.raw('ngo', '/v1/liaison-requests', filing(), { key: twin, type: submitted }),
        ),
      );
      const final = await certainly(stage, { key: twin });
      const made = new Set(
        answers.filter(({ status }) => status === 201).map(({ body }) => body.id as string),
      );
      expect(
        made.size <= 1 && (made.size === 0 || made.has(final)),
        `doubled: one key made ${made.size} requests.`,
      );
      expect(
        answers.every(({ status }) => status === 201 || status === 409 || status >= 500),
        'A twin was refused otherwise.',
      );
      await appliedEverywhere(stage, request);
      await appliedEverywhere(stage, final);
    },
  },
  {
    name: 'postgres-killed',
    number: '14',
    what: 'kill -9 of PostgreSQL: 503 with a problem meanwhile, what was answered is there, services come back by themselves',
    async run(stage) {
      const before = await certainly(stage);
      const back = stage.killPostgres();
      const seen = await stage.ledger
        .raw('ngo', '/v1/liaison-requests', filing(), { type: submitted })
        .catch(() => undefined);
      await back;
      const after = await certainly(stage);
      expect(
        seen === undefined ||
          seen.status === 201 ||
          (seen.status === 503 && typeof seen.body?.titles?.fr === 'string'),
        `While PostgreSQL was away the answer was ${seen?.status} ${JSON.stringify(seen?.body)}.`,
      );
      await appliedEverywhere(stage, before);
      await appliedEverywhere(stage, after);
    },
  },
];
