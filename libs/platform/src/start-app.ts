import 'reflect-metadata';
import { Refusal } from '#libs/kernel';
import { AuditChainWorker, DeadlineWorker, HubTransport, isTransient, Relay } from '#libs/messaging';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { requestInvalid } from './problems/generic.js';
import { pointerTo } from './problems/pointer.js';
import { makeHttpApp, start } from './start-http-app.js';

/** Deeper than any body that is asked for; what walks through a body would run out of stack. */
const nestingMax = 32;

/** Starts one app: its consumer, relay and timers, then HTTP. A configuration fault ends it with every fault named. */
export function startApp(module: Type): Promise<void> {
  return start(async () => {
    const app = await makeApp(module);
    await startMessaging(app);
    return app;
  });
}

/** The app without a port or a running consumer: what slice tests use. */
export async function makeApp(module: Type): Promise<NestFastifyApplication> {
  const app = await makeHttpApp(module, { isTransient });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('preValidation', async ({ body }) => {
    const pointer = misfitOf(body, nestingMax);
    if (pointer !== undefined) throw new Refusal(requestInvalid, { pointer });
  });
  app.connectMicroservice({ strategy: app.get(HubTransport) }, { inheritAppConfig: false });
  await app.init();
  // Nest and fastify bring parsers for forms and plain text: the hub takes JSON (415).
  fastify.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded']);
  return app;
}

export async function startMessaging(app: NestFastifyApplication): Promise<void> {
  app.get(Relay).start();
  await app.startAllMicroservices();
  app.get(DeadlineWorker).start();
  app.get(AuditChainWorker).start();
}

/** Pointer to the first place that is nested too deep, or to a text that no database holds: with a NUL, or half a surrogate. */
function misfitOf(value: unknown, levels: number, path = ''): string | undefined {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed() ? path || '/' : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  if (levels === 0) return path;
  for (const [name, member] of Object.entries(value)) {
    const misfit = misfitOf(member, levels - 1, pointerTo(path, name));
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}
