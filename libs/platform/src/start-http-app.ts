import 'reflect-metadata';
import { AccessTableFaults } from '#libs/access';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ConfigurationFaults } from './config.js';
import { makeLog, nestLogger } from './observing/logs.js';
import { Metrics } from './observing/metrics.js';
import { traceIdOf } from './observing/trace.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { validation } from './problems/validation.js';
import { CONFIG, LOG } from './tokens.js';

const limits = {
  bodyBytesMax: 262_144,
  paramCharactersMax: 200,
  requestMilliseconds: 30_000,
  keepAliveMilliseconds: 65_000,
};

/** Starts what serves HTTP alone; `prepare` adds to the server before it listens. */
export function startHttpApp(
  module: Type,
  prepare: (app: NestFastifyApplication) => Promise<void>,
): Promise<void> {
  return start(async () => {
    const app = await makeHttpApp(module);
    await prepare(app);
    return app;
  });
}

/** Makes, listens, reports a fault: what every app's start has in common. */
export async function start(make: () => Promise<NestFastifyApplication>): Promise<void> {
  try {
    const app = await make();
    const { port, host } = app.get<{ port: number; host: string }>(CONFIG);
    app.enableShutdownHooks();
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
  isTransient: (error: unknown) => boolean = () => false,
): Promise<NestFastifyApplication> {
  const log = makeLog('start', process.exitCode ? 'error' : 'warn');
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytesMax,
    routerOptions: { maxParamLength: limits.paramCharactersMax },
    requestTimeout: limits.requestMilliseconds,
    keepAliveTimeout: limits.keepAliveMilliseconds,
    forceCloseConnections: 'idle',
    // An address that the router cannot read reaches no handler, and no filter of Nest.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      filter.answer(error, request, reply),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(log),
    abortOnError: false,
  });
  const filter = new ProblemFilter(app.get<Logger>(LOG), isTransient);
  app.useLogger(nestLogger(app.get<Logger>(LOG)));
  app.useGlobalFilters(filter);
  app.useGlobalPipes(validation);
  watchRequests(app, app.get(Metrics));
  return app;
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
