import 'reflect-metadata';
import { AccessTableFaults } from '#libs/access';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Refusal } from '#libs/kernel';
import { ConfigurationFaults } from './config.js';
import { makeLog, nestLogger } from './observing/logs.js';
import { Metrics } from './observing/metrics.js';
import { traceIdOf } from './observing/trace.js';
import { requestMalformed } from './problems/generic.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { answerUnreadable } from './problems/unreadable.js';
import { validation } from './problems/validation.js';
import { CONFIG, LOG } from './tokens.js';

/** What every server of the hub bears with; the gateway narrows it. */
const limitsDefault = {
  bodyBytesMax: 262_144,
  headerBytesMax: 16_384,
  paramCharactersMax: 200,
  headersMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  keepAliveMilliseconds: 65_000,
};

export interface HttpOptions {
  /** Whether the same request may succeed later: the database is away or busy. */
  readonly isTransient?: (error: unknown) => boolean;
  readonly limits?: Partial<typeof limitsDefault>;
  /** On every answer, whoever makes it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Addresses (or networks) whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustedProxies?: readonly string[];
}

/** What is answered is for the one who asked, and is what it says it is. */
const headersDefault = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
/** How often Node looks for requests that are too slow; by default it is half a minute late. */
const lookMilliseconds = 1_000;

/** Makes, listens, reports a fault: what every app's start has in common. */
export async function start(make: () => Promise<NestFastifyApplication>): Promise<void> {
  try {
    const app = await make();
    const { port, host } = app.get<{ port: number; host: string }>(CONFIG);
    // By process.exit, so that what the log still holds is written.
    app.enableShutdownHooks([], { useProcessExit: true });
    endWithParent(app);
    await app.listen(port, host);
    app.get<Logger>(LOG).info({ port }, 'Ready.');
  } catch (error) {
    reportStartFault(error);
    process.exit(1);
  }
}

/** HTTP alone, with problems and limits: also what the gateway stands on. */
export async function makeHttpApp(
  module: Type,
  { isTransient, trustedProxies = [], ...options }: HttpOptions = {},
): Promise<NestFastifyApplication> {
  const log = makeLog('start', process.exitCode ? 'error' : 'warn');
  const limits = { ...limitsDefault, ...options.limits };
  const headers = { ...headersDefault, ...options.headers };
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytesMax,
    routerOptions: { maxParamLength: limits.paramCharactersMax },
    requestTimeout: limits.requestMilliseconds,
    keepAliveTimeout: limits.keepAliveMilliseconds,
    forceCloseConnections: 'idle',
    // Who is heard while the app ends is served as before: what serves it ends later (hub.module.ts).
    return503OnClosing: false,
    ...(trustedProxies.length > 0 ? { trustProxy: [...trustedProxies] } : {}),
    http: {
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: Math.min(limits.headersMilliseconds, limits.requestMilliseconds),
      connectionsCheckingInterval: lookMilliseconds,
      // Node's own answer to a request without Host is no problem: ours follows.
      requireHostHeader: false,
    },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, headers),
    // An address that the router cannot read reaches no handler, and no filter of Nest.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      filter.answer(error, request, reply.headers(headers)),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(log),
    abortOnError: false,
  });
  const filter = new ProblemFilter(app.get<Logger>(LOG), isTransient);
  app.useLogger(nestLogger(app.get<Logger>(LOG)));
  app.useGlobalFilters(filter);
  app.useGlobalPipes(validation);
  takeRequests(app, headers);
  giveUpConnections(app);
  watchRequests(app, app.get(Metrics));
  return app;
}

/** What holds for every request before anything else is looked at. */
function takeRequests(app: NestFastifyApplication, headers: Readonly<Record<string, string>>): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.headers.host === undefined && request.raw.httpVersion !== '1.0')
      throw new Refusal(requestMalformed);
  });
  // RFC 9110, 10.1.1: an expectation that is not understood may be ignored; Node's refusal would be no problem.
  const { server } = fastify;
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** Idle connections are closed when an app ends; one that is busy ends with its answer, else its client would keep it and the app with it. */
function giveUpConnections(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  let ending = false;
  fastify.addHook('preClose', (done) => {
    ending = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (ending) reply.header('connection', 'close');
    done();
  });
}

/** One log line and one measurement a request: method, route, status, time, trace, organization; no address, body or query. */
function watchRequests(app: NestFastifyApplication, metrics: Metrics): void {
  const log = app.get<Logger>(LOG);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook(
    'onResponse',
    (
      request: FastifyRequest & { actor?: { organizationId: string } },
      reply: FastifyReply,
      done: () => void,
    ) => {
      const route = request.routeOptions.url ?? 'unknown';
      const seconds = reply.elapsedTime / 1000;
      metrics.requested(request.method, route, reply.statusCode, seconds);
      if (!/^\/(health|metrics)/.test(route)) {
        log.info(
          {
            traceId: traceIdOf(request),
            method: request.method,
            route,
            status: reply.statusCode,
            seconds,
            organization: request.actor?.organizationId,
          },
          'request',
        );
      }
      done();
    },
  );
}

/** A local hub starts its apps with a channel; when the starter is gone, so are they. */
function endWithParent(app: NestFastifyApplication): void {
  if (process.send) process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
}

function reportStartFault(error: unknown): void {
  const text =
    error instanceof ConfigurationFaults || error instanceof AccessTableFaults
      ? error.message
      : `The app could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  process.stderr.write(`${text}\n`);
}
