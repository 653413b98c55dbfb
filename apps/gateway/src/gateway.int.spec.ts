import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testIssuer } from '#libs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeGateway } from './edge.js';

const requestsAMinuteMax = 30;

let app: NestFastifyApplication;
let issuer: Awaited<ReturnType<typeof testIssuer>>;
let service: Server;
/** Signed by nobody whom the gateway knows. */
let stranger: Server;
/** How the service answers at a path of a test's own; it is called for each request. */
const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
const received: { request: IncomingMessage; body: string }[] = [];

beforeAll(async () => {
  issuer = await testIssuer();
  // Stands where a service stands: what the gateway sends on is what is looked at here.
  service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ request, body: Buffer.concat(chunks).toString() });
      const answer = answers.get(request.url!);
      if (answer) return void answer(request, response);
      response.writeHead(201, { 'content-type': 'application/json', location: '/v1/liaison-requests/1' });
      response.end('{"id":1}');
    });
  });
  stranger = createSecureServer(selfSigned(), (_request, response) => void response.end('{}'));
  for (const server of [service, stranger])
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${portOf(service)}`;
  Object.assign(process.env, {
    PORT: '1',
    OIDC_ISSUER: issuer.issuer,
    LOG_LEVEL: 'silent',
    MEMBER_REQUESTS_A_MINUTE_MAX: String(requestsAMinuteMax),
    ORGANIZATION_REQUESTS_A_MINUTE_MAX: String(requestsAMinuteMax * 2),
    ADDRESS_REQUESTS_A_MINUTE_MAX: '200',
    DIRECTORY_URL: url,
    CONSENTS_URL: `https://localhost:${portOf(stranger)}`,
    LIAISON_URL: url,
    REFERRALS_URL: url,
    HOUSING_URL: 'http://localhost:1',
    NOTIFICATIONS_URL: url,
  });
  app = await makeGateway();
});
afterAll(async () => {
  await app.close();
  await issuer.close();
  for (const server of [service, stranger]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const portOf = (server: Server) => (server.address() as { port: number }).port;
function selfSigned() {
  const request = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout - -out -';
  const pem = execFileSync('openssl', request.split(' '), { stdio: ['ignore', 'pipe', 'ignore'] });
  return { key: pem, cert: pem };
}

const member = () => issuer.token({ organization: randomUUID(), role: 'ngo_worker' });

describe('the front door', () => {
  it('passes a request on as it is, with a trace, and the answer back as it is', async () => {
    const body = '{"kind": "housing_gap",  "é": "ᐃ"}';
    const response = await app.inject({
      method: 'POST',
      url: '/v1/liaison-requests?x=1',
      headers: {
        authorization: `Bearer ${await member()}`,
        'content-type': 'application/json',
        'idempotency-key': 'k',
      },
      payload: body,
    });
    expect(response.statusCode).toBe(201);
    expect(response.headers['location']).toBe('/v1/liaison-requests/1');
    const last = received.at(-1)!;
    expect(last.body).toBe(body);
    expect(last.request.url).toBe('/v1/liaison-requests?x=1');
    expect(last.request.headers).toMatchObject({ 'idempotency-key': 'k' });
    expect(last.request.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
  });

  it('a path that no service owns is not found, as a problem in both languages', async () => {
    for (const url of ['/v1/nothing', '/v1/__proto__', '/v1/constructor', '/elsewhere']) {
      const response = await app.inject({ url, headers: { 'accept-language': 'fr-CA' } });
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({
        code: 'request/not-found',
        titles: { en: expect.any(String) },
      });
      expect(response.headers['content-type']).toMatch('application/problem+json');
    }
  });

  it('a service that is away is a 503 that says when to try again', async () => {
    const response = await app.inject({
      url: '/v1/holds',
      headers: { authorization: `Bearer ${await member()}` },
    });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBeDefined();
    expect(response.json().code).toBe('service/unavailable');
  });

  it('a service that answers 503 is asked once: who called hears of it, and of its Retry-After', async () => {
    let calls = 0;
    answers.set('/v1/referrals?busy', (_request, response) => {
      calls += 1;
      response.writeHead(503, { 'retry-after': '7' }).end();
    });
    const response = await app.inject({
      url: '/v1/referrals?busy',
      headers: { authorization: `Bearer ${await member()}` },
    });
    expect({ calls, status: response.statusCode, retryAfter: response.headers['retry-after'] }).toEqual({
      calls: 1,
      status: 503,
      retryAfter: '7',
    });
  });

  it('what only reads is tried once more on a connection that the service closes; what writes is not', async () => {
    for (const [method, expected] of [
      ['GET', { calls: 2, status: 200 }],
      ['POST', { calls: 1, status: 503 }],
    ] as const) {
      let calls = 0;
      answers.set(`/v1/referrals?${method}`, (request, response) => {
        calls += 1;
        if (calls === 1) request.socket.destroy();
        else response.end('{}');
      });
      const response = await app.inject({
        method,
        url: `/v1/referrals?${method}`,
        headers: { authorization: `Bearer ${await member()}` },
      });
      expect({ method, calls, status: response.statusCode }).toEqual({ method, ...expected });
    }
  });

  it('a service whose certificate nobody signed is not spoken to', async () => {
    const response = await app.inject({
      url: '/v1/consents',
      headers: { authorization: `Bearer ${await member()}` },
    });
    expect(response.statusCode).toBe(503);
    expect(response.json().code).toBe('service/unavailable');
  });

  it('readers that wait hold up no other call of their service, and who leaves is waited for no longer', async () => {
    const readers = 100;
    let [waiting, left] = [0, 0];
    answers.set('/v1/events?wait=30', (_request, response) => {
      waiting += 1;
      response.once('close', () => (left += 1));
    });
    await app.listen(0, 'localhost');
    const url = `http://localhost:${portOf(app.getHttpServer() as Server)}`;
    const call = async () => ({ headers: { authorization: `Bearer ${await member()}` } });
    const leaving = new AbortController();
    const reading = Array.from({ length: readers }, async () =>
      fetch(`${url}/v1/events?wait=30`, { ...(await call()), signal: leaving.signal }).catch(() => undefined),
    );
    await eventually(() => expect(waiting).toBe(readers));
    const from = performance.now();
    expect((await fetch(`${url}/v1/subscriptions`, await call())).status).toBe(201);
    expect(performance.now() - from).toBeLessThan(2_000);
    leaving.abort();
    await Promise.all(reading);
    await eventually(() => expect(left).toBe(readers));
  });

  it('a token that is not valid ends at the door', async () => {
    const count = received.length;
    const expired = await issuer.token(
      { organization: randomUUID(), role: 'ngo_worker' },
      { expiresIn: '-5m' },
    );
    for (const token of ['nonsense', expired]) {
      const response = await app.inject({
        url: '/v1/taskings',
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.statusCode).toBe(401);
    }
    expect(received.length).toBe(count);
  });

  it('one member’s flood is stopped with 429 and Retry-After; another member is served', async () => {
    const token = await member();
    const call = async (by: string) =>
      app.inject({ url: '/v1/taskings', headers: { authorization: `Bearer ${by}` } });
    const answers = [];
    for (let index = 0; index <= requestsAMinuteMax; index += 1) answers.push(await call(token));
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(1);
    expect(answers.at(-1)!.headers['retry-after']).toBeDefined();
    expect(answers.at(-1)!.json().code).toBe('request/too-many');
    expect((await call(await member())).statusCode).toBe(201);
  });

  it('shows the documents without any other network, with security headers', async () => {
    for (const url of [
      '/docs',
      '/docs/show.js',
      '/docs/swagger-ui.css',
      '/docs/swagger-ui-bundle.js',
      '/docs/events',
    ]) {
      const response = await app.inject({ url });
      expect({ url, status: response.statusCode }).toEqual({ url, status: 200 });
      expect(response.headers['content-security-policy']).toMatch(`default-src 'self'`);
      if (!url.endsWith('bundle.js') && !url.endsWith('.css'))
        expect(response.body).not.toMatch(/(src|href)="https?:/);
    }
    expect((await app.inject({ url: '/v1/openapi.json' })).json().openapi).toMatch(/^3\.1/);
    expect((await app.inject({ url: '/v1/asyncapi.json' })).json().asyncapi).toBe('3.0.0');
    expect((await app.inject({ url: '/docs/events' })).body).toContain('housing.hold-placed.v1');
  });

  it('is ready only where every service is, and names the others', async () => {
    const response = await app.inject({ url: '/health/ready' });
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({
      code: 'service/not-ready',
      checks: { error: { housing: { status: 'down' } } },
    });
    expect((await app.inject({ url: '/health/live' })).json()).toEqual({ status: 'ok' });
  });
});
