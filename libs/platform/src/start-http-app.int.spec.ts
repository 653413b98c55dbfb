import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeLog } from './observing/logs.js';
import { Metrics } from './observing/metrics.js';
import { makeHttpApp } from './start-http-app.js';
import { LOG } from './tokens.js';

const slowMilliseconds = 1_000;
/** A connection that stays open would hold the app for the 65 s that one may be idle. */
const endMilliseconds = 3_000;

let arrived: PromiseWithResolvers<void>;

@Controller()
class Slowly {
  @Get('slow')
  async slow(): Promise<{ answered: true }> {
    arrived.resolve();
    await new Promise((resolve) => setTimeout(resolve, slowMilliseconds));
    return { answered: true };
  }
}

@Module({
  controllers: [Slowly],
  providers: [
    { provide: LOG, useFactory: () => makeLog('test', 'silent') },
    { provide: Metrics, useFactory: () => new Metrics('test') },
  ],
})
class SlowModule {}

let app: NestFastifyApplication;
let port: number;

beforeEach(async () => {
  arrived = Promise.withResolvers();
  app = await makeHttpApp(SlowModule);
  await app.listen(0, '127.0.0.1');
  port = (app.getHttpServer().address() as { port: number }).port;
});

async function timeToClose(): Promise<number> {
  const from = performance.now();
  await app.close();
  return performance.now() - from;
}

describe('an app that ends', () => {
  it('answers what is under way, and holds no connection open for more', async () => {
    const agent = new Agent({ keepAlive: true });
    const answer = new Promise<{ status: number | undefined; body: string }>((resolve, reject) =>
      get({ host: '127.0.0.1', port, path: '/slow', agent }, async (response) =>
        resolve({ status: response.statusCode, body: await text(response) }),
      ).on('error', reject),
    );
    await arrived.promise;
    const milliseconds = await timeToClose();
    expect(await answer).toEqual({ status: 200, body: '{"answered":true}' });
    agent.destroy();
    expect(milliseconds).toBeLessThan(endMilliseconds);
  });

  it('serves a request that it had begun to read', async () => {
    const socket = connect(port, '127.0.0.1');
    const answer = text(socket);
    socket.write('GET /slow HTTP/1.1\r\n');
    await new Promise((resolve) => app.getHttpServer().once('connection', resolve));
    // One turn later the app has read the line.
    await fetch(`http://127.0.0.1:${port}/nothing`, { headers: { connection: 'close' } });
    const closing = timeToClose();
    socket.write('host: hub\r\n\r\n');
    const milliseconds = await closing;
    expect(await answer).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\n\{"answered":true\}$/s);
    expect(milliseconds).toBeLessThan(endMilliseconds);
  });
});
