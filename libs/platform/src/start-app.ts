import 'reflect-metadata';
import { DeadlineWorker, HubTransport, isTransient, Relay } from '#libs/messaging';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeHttpApp, start } from './start-http-app.js';

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
  app.connectMicroservice({ strategy: app.get(HubTransport) }, { inheritAppConfig: false });
  await app.init();
  return app;
}

export async function startMessaging(app: NestFastifyApplication): Promise<void> {
  app.get(Relay).start();
  await app.startAllMicroservices();
  app.get(DeadlineWorker).start();
}
