import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { Secrets } from '../../../infra/local/secrets.js';
import { places } from '../../../infra/local/settings.js';
import { rolesOf } from '#libs/messaging';
import { urlAs } from '../../../infra/postgres/databases.js';
import { SickEndpoint } from '../sick-endpoint.js';
import type { Stage } from '../stage.js';
import { subscribe } from '../stories.js';
import { appliedEverywhere, certainly, expect, submitted, type NamedFault } from './fault.js';

const day = 86_400_000;
const forbidden = [
  'https://169.254.169.254/latest',
  'https://[::ffff:127.0.0.1]/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://127.0.0.1/',
  'http://example.org/',
  'https://user:secret@example.org/',
];

export const outsideFaults: readonly NamedFault[] = [
  {
    name: 'webhook-to-a-private-address',
    number: '21',
    what: 'addresses of the inside are refused when subscribed, and when a known name leads there at the attempt',
    async run(stage) {
      const { processes } = stage.hub;
      await processes.stopOne('notifications-2');
      // An instance as it runs elsewhere: no exception for a hub on one machine.
      await processes.startOne('notifications-2', { HUB_LOCAL: 'false' });
      try {
        for (const url of forbidden) {
          const answer = await direct(stage, 'notifications-2', '/v1/subscriptions', {
            url,
            eventTypes: ['*'],
          });
          expect(
            answer.status === 422 || answer.status === 400,
            `${url} was answered with ${answer.status}.`,
          );
        }
        await processes.stopOne('notifications');
        const request = await certainly(stage);
        await stage.untilApplied('notifications', request, submitted);
        const refused = await stage.until(
          async () =>
            (
              await stage.rows(
                'notifications',
                `select from delivery_attempt join delivery on delivery.id = delivery_id where subject = $1 and error is not null and status is null`,
                [request],
              )
            ).length > 0,
          20_000,
        );
        expect(refused, 'A name that leads to this machine was not refused at the attempt.');
        expect(
          !stage.receiver.deliveries.some(({ subject }) => subject === request),
          'It was called all the same.',
        );
      } finally {
        await processes.stopOne('notifications-2');
        await Promise.all(['notifications', 'notifications-2'].map((name) => processes.startOne(name)));
      }
    },
  },
  {
    name: 'sick-endpoints',
    number: '22',
    what: 'one endpoint hangs, one fails for ever: the healthy one is not slowed; the sick are disabled; resumed and replayed, they get all',
    async run(stage) {
      const hanging = new SickEndpoint(stage.sickPort);
      const failing = new SickEndpoint(stage.sickPort + 1);
      await Promise.all([hanging.start(), failing.start()]);
      const ids: string[] = [];
      try {
        const well = await toldOfMany(stage);
        for (const endpoint of [hanging, failing])
          ids.push(await subscribe(stage, 'partner', endpoint, [submitted]));
        hanging.illness = 'hangs';
        failing.illness = 'fails';
        const { requests, secondsP95 } = await toldOfMany(stage);
        expect(
          secondsP95 < 2 * well.secondsP95 + 3,
          `95 % of the healthy endpoint’s notices took up to ${secondsP95} s, and ${well.secondsP95} s while all were well.`,
        );
        hanging.heal();
        hanging.illness = 'fails';
        await untilState(stage, ids, 'disabled');
        hanging.heal();
        failing.heal();
        for (const id of ids) await revive(stage, id);
        for (const endpoint of [hanging, failing]) {
          const all = await stage.until(
            async () =>
              requests.every((request) => endpoint.deliveries.some(({ subject }) => subject === request)),
            30_000,
            200,
          );
          expect(all, 'lost: after its recovery an endpoint did not get everything.');
        }
      } finally {
        for (const id of ids) await stage.ledger.post('partner', `/v1/subscriptions/${id}/delete`, {});
        await Promise.all([hanging.stop(), failing.stop()]);
      }
    },
  },
  {
    name: 'tampered-webhook',
    number: '23',
    what: 'a wrong signature, an old one, a replaced secret: the receiver refuses the first two, and both secrets hold for the overlap',
    async run(stage) {
      const endpoint = new SickEndpoint(stage.sickPort);
      await endpoint.start();
      try {
        const id = await subscribe(stage, 'partner', endpoint);
        const body = JSON.stringify({ id: randomUUID(), type: 'x', subject: randomUUID(), sequence: '1' });
        const call = (secret: string, at: Date) =>
          fetch(endpoint.url, {
            method: 'POST',
            body,
            headers: {
              'webhook-id': 'one',
              'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
              'webhook-signature': new Webhook(secret).sign('one', at, body),
            },
          });
        const { body: rotated } = await stage.ledger.post(
          'partner',
          `/v1/subscriptions/${id}/rotate-secret`,
          {},
        );
        const wrong = `whsec_${Buffer.from('someone else’s secret, long enough').toString('base64')}`;
        expect((await call(wrong, new Date())).status === 401, 'A wrong signature was believed.');
        expect(
          (await call(rotated.secret, new Date())).status === 401,
          'A secret that the receiver does not know was believed.',
        );
        // The receiver still has the old secret: within the overlap both sign.
        const before = await certainly(stage);
        await untilTold(stage, endpoint, before);
        endpoint.useSecret(rotated.secret);
        expect(
          (await call(rotated.secret, new Date(Date.now() - 3_600_000))).status === 401,
          'An old signature was believed.',
        );
        const after = await certainly(stage);
        await untilTold(stage, endpoint, after);
        await stage.ledger.post('partner', `/v1/subscriptions/${id}/delete`, {});
      } finally {
        await endpoint.stop();
      }
    },
  },
  {
    name: 'stranger',
    number: '24',
    what: 'a token of another organization on our ids, no signature, unknown keys, no organization in the database: nothing is seen',
    async run(stage) {
      const request = await certainly(stage);
      const own = await stage.ledger.get('ngo', `/v1/liaison-requests/${request}`);
      expect(own.status === 200, `The owner was answered with ${own.status}.`);
      for (const path of ['', '/timeline']) {
        const { status } = await stage.ledger.get('ngo-2', `/v1/liaison-requests/${request}${path}`);
        expect(status === 404, `A stranger was answered with ${status}.`);
      }
      const list = await stage.ledger.get('ngo-2', '/v1/liaison-requests?limit=100');
      expect(!JSON.stringify(list.body).includes(request), 'A stranger’s list shows it.');
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = await stage.hub.token('ngo');
      const claims = token.split('.')[1]!;
      const forged = [
        `${part({ alg: 'none' })}.${claims}.`,
        `${part({ alg: 'HS256', typ: 'at+jwt' })}.${claims}.${part({ x: 1 })}`,
        ...Array.from(
          { length: 30 },
          () => `${part({ alg: 'RS256', kid: randomUUID() })}.${claims}.c2lnbmF0dXJl`,
        ),
        `${token.slice(0, -4)}AAAA`,
      ];
      for (const bearer of forged) {
        const { status } = await fetch(`${stage.hub.gatewayUrl}/v1/liaison-requests/${request}`, {
          headers: { authorization: `Bearer ${bearer}` },
        });
        expect(status === 401, `A forged token was answered with ${status}.`);
      }
      const role = rolesOf('liaison').app;
      const secret = new Secrets(places(stage.settings).secrets).of(`role ${role}`);
      const client = new pg.Client({
        connectionString: urlAs(stage.hub.adminUrl('postgres'), role, secret, 'liaison'),
      });
      await client.connect();
      try {
        const { rows } = await client.query('select count(*)::int as seen from liaison_request');
        expect(rows[0].seen === 0, `Without an organization ${rows[0].seen} requests are seen.`);
      } finally {
        await client.end();
      }
    },
  },
];

/** On one instance's own port. */
async function direct(stage: Stage, name: string, path: string, body: object): Promise<{ status: number }> {
  return fetch(`${stage.urlOf(name)}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stage.hub.token('partner')}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  });
}

/** Many requests at once, and how long the healthy endpoint’s notices of them were queued; an attempt that hangs lasts 10 s. */
async function toldOfMany(stage: Stage): Promise<{ requests: string[]; secondsP95: number }> {
  const requests = await Promise.all(Array.from({ length: 20 }, () => certainly(stage)));
  for (const request of requests) await appliedEverywhere(stage, request);
  const told = await stage.until(
    async () =>
      requests.every((request) => stage.receiver.deliveries.some(({ subject }) => subject === request)),
    30_000,
  );
  expect(told, 'The healthy endpoint was not told of everything.');
  const [row] = await stage.rows<{ p95: number }>(
    'notifications',
    `select percentile_cont(0.95) within group (order by extract(epoch from ended_at - queued_at))::float8 as p95
     from delivery join subscription on subscription.id = subscription_id where subject = any ($1) and url = $2`,
    [requests, stage.receiver.url],
  );
  return { requests, secondsP95: row!.p95 };
}

async function untilTold(stage: Stage, endpoint: SickEndpoint, request: string): Promise<void> {
  const told = await stage.until(
    async () => endpoint.deliveries.some(({ subject }) => subject === request),
    30_000,
  );
  expect(told, `lost: the notice of ${request} did not arrive.`);
}

/** Time moves on, whenever all that was due has been attempted, until what fails for ever has been given up often enough. */
async function untilState(stage: Stage, ids: readonly string[], state: string): Promise<void> {
  const isThere = async () => {
    const rows = await stage.rows(
      'notifications',
      'select from subscription where id = any ($1) and state = $2',
      [ids, state],
    );
    return rows.length === ids.length;
  };
  const nothingIsDue = async () => {
    const rows = await stage.rows(
      'notifications',
      `select from delivery where subscription_id = any ($1) and ended_at is null and next_attempt_at <= hub_now() limit 1`,
      [ids],
    );
    return rows.length === 0;
  };
  for (let days = 0; days < 20; days += 1) {
    await stage.until(async () => (await isThere()) || (await nothingIsDue()), 5_000, 100);
    if (await isThere()) return;
    await stage.moveTime(day, 'notifications');
  }
  throw new Error(`The sick subscriptions did not become ${state}.`);
}

/** Proves the endpoint again, and has delivered what was given up. */
async function revive(stage: Stage, id: string): Promise<void> {
  await stage.ledger.post('partner', `/v1/subscriptions/${id}/verify`, {});
  await untilState(stage, [id], 'active');
  for (let after = ''; ;) {
    const { body } = await stage.ledger.get(
      'partner',
      `/v1/subscriptions/${id}/deliveries?state=dead_lettered&limit=100${after}`,
    );
    for (const delivery of body.items as { id: string }[])
      await stage.ledger.post('partner', `/v1/deliveries/${delivery.id}/replay`, {});
    if (!body.next) return;
    after = `&after=${body.next}`;
  }
}
