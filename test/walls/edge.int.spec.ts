import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, exchange, testIssuer, type WireAnswer } from '#libs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeGateway } from '../../apps/gateway/src/edge.js';
import { refusalFaults } from '../fuzz/answers.js';

const seconds = { headers: 1, request: 2, exchange: 6 };
const connectionsMax = 40;
/** A machine that is busy looks later; what is cut off here would else stay for ever. */
const lateMilliseconds = 10_000;

let gateway: NestFastifyApplication;
let port: number;
let issuer: Awaited<ReturnType<typeof testIssuer>>;
let service: Server;
const received: { request: IncomingMessage; body: string }[] = [];
/** So long the service takes for its next answer, and so large it is. */
let next = { milliseconds: 0, bytes: 10 };

beforeAll(async () => {
  issuer = await testIssuer();
  service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ request, body: Buffer.concat(chunks).toString() });
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify('x'.repeat(next.bytes)));
      }, next.milliseconds);
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(service.address() as { port: number }).port}`;
  gateway = await startGateway({ url });
  port = portOf(gateway);
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await issuer.close();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});

const portOf = (app: NestFastifyApplication) => (app.getHttpServer().address() as { port: number }).port;

async function startGateway({ url, ...more }: { url: string } & Record<string, string>) {
  Object.assign(process.env, {
    PORT: '1',
    OIDC_ISSUER: issuer.issuer,
    LOG_LEVEL: 'silent',
    MEMBER_REQUESTS_A_MINUTE_MAX: '10',
    ORGANIZATION_REQUESTS_A_MINUTE_MAX: '15',
    ADDRESS_REQUESTS_A_MINUTE_MAX: '1000',
    ADDRESS_CONNECTIONS_MAX: String(connectionsMax),
    HEADERS_SECONDS_MAX: String(seconds.headers),
    REQUEST_SECONDS_MAX: String(seconds.request),
    EXCHANGE_SECONDS_MAX: String(seconds.exchange),
    TRUSTED_PROXIES: '',
    ...Object.fromEntries(
      ['DIRECTORY', 'LIAISON', 'REFERRALS', 'HOUSING', 'NOTIFICATIONS', 'CONSENTS'].map((name) => [
        `${name}_URL`,
        url,
      ]),
    ),
    ...more,
  });
  const app = await makeGateway();
  await app.listen(0, '127.0.0.1');
  return app;
}

const newMember = (organization = randomUUID()) => issuer.token({ organization, role: 'ngo_worker' });

async function get(path: string, token?: string, more: readonly string[] = []): Promise<WireAnswer> {
  const lines = [
    `GET ${path} HTTP/1.1`,
    'host: hub.example',
    'connection: close',
    ...(token ? [`authorization: Bearer ${token}`] : []),
    ...more,
  ];
  return (await exchange(port, `${lines.join('\r\n')}\r\n\r\n`))!;
}

describe('limits of requests', () => {
  it('every answer tells where the member and its organization stand; beyond, 429 says when to come again', async () => {
    const token = await newMember();
    const answers = [];
    for (let count = 0; count < 12; count += 1) answers.push(await get('/v1/regions', token));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
    expect(answers[0]!.headers).toMatchObject({
      'ratelimit-policy': '"member";q=10;w=60, "organization";q=15;w=60',
      ratelimit: expect.stringMatching(/^"member";r=9;t=\d+, "organization";r=14;t=\d+$/),
    });
    const refused = answers.at(-1)!;
    expect(refusalFaults(refused)).toEqual([]);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'request/too-many', limit: 'member' });
    expect(refused.headers['ratelimit']).toMatch(/^"member";r=0;t=\d+$/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('an organization’s limit holds for all its members together, and for no other organization', async () => {
    const organization = randomUUID();
    const [one, other] = [await newMember(organization), await newMember(organization)];
    for (let count = 0; count < 8; count += 1) {
      expect((await get('/v1/regions', one)).status).toBe(200);
      if (count < 7) expect((await get('/v1/regions', other)).status).toBe(200);
    }
    const refused = await get('/v1/regions', other);
    expect([refused.status, JSON.parse(refused.body).limit]).toEqual([429, 'organization']);
    expect((await get('/v1/regions', await newMember())).status).toBe(200);
  });

  it.each([
    ['without a token', '/v1/regions', [], 200],
    ['with a token that is not valid', '/v1/regions', ['authorization: Bearer x'], 401],
    ['for nothing that there is', '/v1/nothing', [], 404],
    ['for a document', '/v1/openapi.json', [], 200],
  ])('%s it is the address that counts', async (_, path, headers, status) => {
    const answer = await get(path, undefined, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers['ratelimit-policy']).toBe('"address";q=1000;w=60');
    expect(answer.headers['ratelimit']).toMatch(/^"address";r=\d+;t=\d+$/);
  });

  it('what stands in front may say for whom it speaks, and that he came by TLS; nobody else may', async () => {
    const forwarded = ['x-forwarded-for: 192.0.2.7', 'x-forwarded-proto: https'];
    const before = await get('/v1/regions', undefined, forwarded);
    expect(before.headers['strict-transport-security']).toBeUndefined();
    expect(received.at(-1)!.request.headers['x-forwarded-for']).toBe('127.0.0.1');

    const url = process.env['LIAISON_URL']!;
    const behind = await startGateway({
      url,
      TRUSTED_PROXIES: '127.0.0.1',
      ADDRESS_REQUESTS_A_MINUTE_MAX: '2',
    });
    const ask = (address: string) =>
      exchange(
        portOf(behind),
        `GET /v1/regions HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-forwarded-for: ${address}\r\nx-forwarded-proto: https\r\n\r\n`,
      );
    const answers = [
      await ask('192.0.2.7'),
      await ask('192.0.2.7'),
      await ask('192.0.2.7'),
      await ask('192.0.2.8'),
    ];
    expect(answers.map((answer) => answer!.status)).toEqual([200, 200, 429, 200]);
    expect(answers[0]!.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    await behind.close();
  });
});

describe('headers of every answer', () => {
  it.each([
    ['an answer of a service', 'GET /v1/regions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 200],
    ['a path that there is not', 'GET /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 404],
    ['a path that cannot be read', 'GET /v1/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['no HTTP', 'HELLO\r\n\r\n', 400],
    ['no host', 'GET /v1/regions HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['headers of 20 KB', `GET /v1/regions HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'an address of 5 KB',
      `GET /v1/regions?${'x'.repeat(5_000)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      414,
    ],
  ])('%s: not kept, not guessed at, not framed, not embedded', async (_, text, status) => {
    const answer = (await exchange(port, text))!;
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': expect.stringMatching(/^application\/(problem\+)?json; charset=utf-8$/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining(`default-src 'none'`),
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(answer.headers['server']).toBeUndefined();
    expect(answer.headers['x-powered-by']).toBeUndefined();
    if (status >= 400) expect(refusalFaults(answer)).toEqual([]);
  });

  it('the pages of the documents may load what is theirs, and nothing else', async () => {
    const { headers } = await get('/docs');
    expect(headers['content-security-policy']).toMatch(/default-src 'self'; .*frame-ancestors 'none'/);
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  });
});

describe('what is not one request', () => {
  const head = 'POST /v1/liaison-requests HTTP/1.1\r\nhost: x\r\n';
  it.each([
    ['two lengths', `${head}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`],
    ['a length and chunks', `${head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks that are not the last coding', `${head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['chunks twice', `${head}transfer-encoding: chunked\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a chunk whose size is no number', `${head}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['a length that is no number', `${head}content-length: 0x2\r\n\r\n{}`],
    ['a negative length', `${head}content-length: -1\r\n\r\n{}`],
    ['a blank before the colon', `${head}content-length : 2\r\n\r\n{}`],
    ['a folded header', `${head}x: a\r\n b\r\ncontent-length : 2\r\n\r\n{}`],
    ['a NUL in a header', `${head}x: a\0b\r\n\r\n`],
    ['a bare CR in a header', `${head}x: a\rb: c\r\n\r\n`],
    ['a method that there is not', 'HELLO /v1/regions HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['HTTP/2 from the start', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/0.9', 'GET /v1/regions\r\n\r\n'],
    ['TLS', Buffer.from('160301020001fc0303', 'hex').toString('latin1')],
  ])('%s: refused as a problem, or cut off; no service hears of it', async (_, text) => {
    const before = received.length;
    const answer = await exchange(
      port,
      Buffer.from(`${text}GET /v1/taskings HTTP/1.1\r\nhost: x\r\n\r\n`, 'latin1'),
    );
    if (answer) {
      expect(answer.status).toBe(400);
      expect(refusalFaults(answer)).toEqual([]);
    }
    expect(received.slice(before).map(({ request }) => request.url)).toEqual([]);
  });

  it.each([
    '/v1/regions/../../metrics',
    '/v1/regions/%2e%2e/%2e%2e/metrics',
    '/v1/regions/.%2E/../operations/messages',
    '/v1/regions\\..\\..\\metrics',
    '/v1/regions/\\../\\../operations/messages',
    '/v1/regions/..;/..;/metrics',
    '/v1/regions/./../..//metrics',
    '/v1//operations/messages',
    'http://127.0.0.1:1/v1/regions',
    '//127.0.0.1/v1/regions',
    '/v1/regions#/../../metrics',
    '/v1/regions/%c0%ae%c0%ae/metrics',
    '*',
  ])('the address %s leads to no path but its own', async (path) => {
    const before = received.length;
    const answer = await get(path, await newMember());
    for (const { request } of received.slice(before)) expect(request.url).toBe(path);
    if (answer.status >= 400) expect(refusalFaults(answer)).toEqual([]);
    else expect(path).toMatch(/;/);
  });

  it('a header cannot be taken away from the service by naming it in Connection', async () => {
    const before = received.length;
    await get('/v1/taskings', await newMember(), ['connection: close, x-forwarded-for, traceparent']);
    const { request } = received[before]!;
    expect(request.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      traceparent: expect.stringMatching(/^00-/),
    });
  });

  it('an expectation, an upgrade and a length without a body do no harm to a reading', async () => {
    const token = await newMember();
    for (const header of ['expect: 100-continue', 'expect: x', 'upgrade: h2c', 'upgrade: websocket'])
      expect({ header, status: (await get('/v1/regions', token, [header])).status }).toEqual({
        header,
        status: 200,
      });
    const text = `GET /v1/regions HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}`;
    expect((await exchange(port, text))!.status).toBe(200);
  });
});

describe('sizes', () => {
  it('100 MB in chunks end as 413 before they are sent, and without being kept', async () => {
    const before = received.length;
    const token = await newMember();
    const chunk = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(1_048_576, 'x'),
      Buffer.from('\r\n'),
    ]);
    let sent = 0;
    let most = 0;
    const memoryBefore = process.memoryUsage().arrayBuffers;
    const answer = await exchange(port, (socket: Socket) => {
      socket.write(
        `POST /v1/liaison-requests HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      );
      const more = () => {
        most = Math.max(most, process.memoryUsage().arrayBuffers - memoryBefore);
        if (sent < 100 && socket.writable) socket.write(chunk, () => ((sent += 1), more()));
      };
      more();
    });
    expect(answer!.status).toBe(413);
    expect(refusalFaults(answer!)).toEqual([]);
    expect(sent).toBeLessThan(100);
    expect(most).toBeLessThan(32 * 1_048_576);
    expect(received.length).toBe(before);
  });

  it('a length of 100 MB is refused before anything is read', async () => {
    const text = `POST /v1/liaison-requests HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n{`;
    const answer = await exchange(port, text);
    expect(answer!.status).toBe(413);
  });

  it('a body in chunks reaches the service as it is, with its length', async () => {
    const text = `POST /v1/liaison-requests HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${await newMember()}\r\ncontent-type: application/json; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"a\r\n5\r\n": 1}\r\n0\r\n\r\n`;
    expect((await exchange(port, text))!.status).toBe(200);
    const { body, request } = received.at(-1)!;
    expect(body).toBe('{"a": 1}');
    expect(request.headers).toMatchObject({
      'content-length': '8',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(request.headers['transfer-encoding']).toBeUndefined();
  });
});

describe('time', () => {
  /** Milliseconds until the other side answered, and its answer; meanwhile others are served. */
  async function slowly(begin: string, everyMilliseconds: number, drop: string) {
    const startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const answered = exchange(port, (socket: Socket) => {
      socket.write(begin);
      timer = setInterval(() => socket.write(drop), everyMilliseconds);
    });
    const others = Array.from(
      { length: 5 },
      async () => (await get('/v1/regions', await newMember())).status,
    );
    expect(await Promise.all(others)).toEqual(Array(5).fill(200));
    const answer = await answered;
    clearInterval(timer);
    return { answer, milliseconds: performance.now() - startedAt };
  }

  it('headers that come drop by drop are cut off, while others are served', async () => {
    const { answer, milliseconds } = await slowly('GET /v1/regions HTTP/1.1\r\nhost: x\r\n', 100, 'x: y\r\n');
    expect(answer!.status).toBe(408);
    expect(refusalFaults(answer!)).toEqual([]);
    expect(milliseconds).toBeLessThan(seconds.headers * 1_000 + lateMilliseconds);
  });

  it('a body that comes drop by drop is cut off, and no service waits for it', async () => {
    const before = received.filter(({ request }) => request.method === 'POST').length;
    const head = `POST /v1/liaison-requests HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${await newMember()}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n`;
    const { answer, milliseconds } = await slowly(head, 100, ' ');
    expect(answer?.status ?? 408).toBe(408);
    expect(milliseconds).toBeLessThan(seconds.request * 1_000 + lateMilliseconds);
    expect(received.filter(({ request }) => request.method === 'POST').length).toBe(before);
  });

  it('who does not take its answer is cut off', async () => {
    next = { milliseconds: 0, bytes: 20_000_000 };
    const startedAt = performance.now();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /v1/regions HTTP/1.1\r\nhost: x\r\n\r\n`);
    await new Promise((resolve) => socket.once('readable', resolve));
    // It reads nothing of what has come.
    const open = () => gatewayConnections();
    await eventually(async () => expect(await open()).toBe(0), {
      timeoutMilliseconds: seconds.exchange * 1_000 + lateMilliseconds,
    });
    expect(performance.now() - startedAt).toBeGreaterThan(seconds.request * 1_000);
    socket.destroy();
    next = { milliseconds: 0, bytes: 10 };
  });

  it('a feed that waits longer than any request may take to come still answers', async () => {
    next = { milliseconds: (seconds.request + 1) * 1_000, bytes: 10 };
    expect((await get('/v1/events?wait=3', await newMember())).status).toBe(200);
    next = { milliseconds: 0, bytes: 10 };
  });

  it('one address has so many connections and no more; when they end, it is served again', async () => {
    await eventually(async () => expect(await gatewayConnections()).toBe(0));
    const sockets = Array.from({ length: connectionsMax }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) socket.on('error', () => undefined);
    await eventually(async () => expect(await gatewayConnections()).toBe(connectionsMax));
    expect(await exchange(port, 'GET /v1/regions HTTP/1.1\r\nhost: x\r\n\r\n')).toBeUndefined();
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect((await get('/v1/regions')).status).toBe(200));
  });

  function gatewayConnections(): Promise<number> {
    const server = gateway.getHttpServer() as Server;
    return new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  }
});
