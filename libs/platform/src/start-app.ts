import 'reflect-metadata';
import { Refusal } from '#libs/kernel';
import { DeadlineWorker, HubTransport, isTransient, Relay } from '#libs/messaging';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { requestMalformed } from './problems/generic.js';
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
  const app = await makeHttpApp(module, isTransient);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('preValidation', async ({ body }) => {
    if (isNestedDeeper(body, nestingMax)) throw new Refusal(requestMalformed);
  });
  app.connectMicroservice({ strategy: app.get(HubTransport) }, { inheritAppConfig: false });
  await app.init();
  return app;
}

export async function startMessaging(app: NestFastifyApplication): Promise<void> {
  app.get(Relay).start();
  await app.startAllMicroservices();
  app.get(DeadlineWorker).start();
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((member) => isNestedDeeper(member, levels - 1));
}
