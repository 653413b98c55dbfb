import type { Socket } from 'node:net';
import { CONFIG, makeHttpApp, Tokens } from '#libs/platform/http';
import replyFrom from '@fastify/reply-from';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { readConfig, type GatewayConfig } from './config.js';
import { ServiceConnections } from './features/forward-requests/service-connections.js';
import { LimitCallers } from './features/limit-callers/limit-callers.js';
import { GatewayModule } from './gateway.module.js';
import { answerHeaders, docsHeaders, tlsHeaders } from './headers.js';

const limits = {
  /** All addresses together. */
  connectionsMax: 4_096,
  urlCharactersMax: 4_096,
};

/** The gateway, ready to listen: who may call how often, how large and how slow, and what stands on every answer. */
export async function makeGateway(): Promise<NestFastifyApplication> {
  const { milliseconds, trustedProxies } = readConfig();
  const app = await makeHttpApp(GatewayModule, {
    headers: answerHeaders,
    limits: { headersMilliseconds: milliseconds.headers, requestMilliseconds: milliseconds.request },
    trustedProxies,
  });
  const config = app.get<GatewayConfig>(CONFIG);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  boundConnections(fastify, config);
  boundExchanges(fastify, config.milliseconds.exchange);
  const callers = new LimitCallers(app.get(Tokens), config.requestsAMinuteMax);
  fastify.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url ?? '';
    if (request.protocol === 'https') reply.headers(tlsHeaders);
    if (route.startsWith('/docs')) reply.headers(docsHeaders);
    // Who looks after the hub asks as often as it likes: these paths are not led to from outside (docs/runbook.md).
    if (!/^\/(health|metrics)/.test(route)) await callers.admit(request, reply);
    if (request.url.length > limits.urlCharactersMax)
      throw Object.assign(new Error('The address is too long.'), { statusCode: 414 });
  });
  await app.register(replyFrom as never, {
    disableRequestLogging: true,
    undici: app.get(ServiceConnections),
  });
  // Nest adds its parsers when it starts: only then can they be taken away.
  await app.init();
  fastify.removeAllContentTypeParsers();
  // Not looked at, but taken whole before a service hears of it: bounded in size and time, whoever sends it.
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  await fastify.ready();
  return app;
}

/** Connections of one address, and all of them. What stands in front speaks for many, and is not counted by itself. */
function boundConnections(
  { server }: FastifyInstance,
  { connectionsMax, trustedProxies }: GatewayConfig,
): void {
  const open = new Map<string, number>();
  server.maxConnections = limits.connectionsMax;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const now = (open.get(address) ?? 0) + 1;
    if (trustedProxies.length === 0 && now > connectionsMax) {
      socket.destroy();
      return;
    }
    open.set(address, now);
    socket.once('close', () => {
      const left = open.get(address)! - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

/** Whoever takes its answer too slowly, or never, is cut off: Node itself waits for ever. */
function boundExchanges(fastify: FastifyInstance, milliseconds: number): void {
  fastify.addHook('onRequest', async ({ raw }, reply) => {
    const late = setTimeout(() => raw.socket.destroy(), milliseconds);
    reply.raw.once('close', () => clearTimeout(late));
  });
}
