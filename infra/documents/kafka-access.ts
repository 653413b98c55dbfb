import { contractOf, contracts, GapFound } from '#libs/contracts';
import type { KafkaGrant } from '#libs/messaging';
import type { Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { appModules } from './openapi.js';

/**
 * What each service needs of Kafka: it writes the topics of its own aggregates, and reads them (reconcile) and those of the
 * events that its consumers are bound to. Every service tells and hears of gaps.
 */
export async function kafkaAccess(): Promise<readonly Omit<KafkaGrant, 'user'>[]> {
  const grants = [];
  for (const [app, module] of Object.entries(appModules)) {
    const own = contracts.filter(({ type }) => type.startsWith(`${app}.`)).map(({ topic }) => topic);
    const heard = (await heardBy(module)).map((type) => contractOf(type)!.topic);
    const sorted = (topics: readonly string[]) => [...new Set([...topics, GapFound.topic])].sort();
    grants.push({ group: app, writes: sorted(own), reads: sorted([...own, ...heard]) });
  }
  return grants;
}

/** Types of events that the controllers of an app are bound to with `@On`. */
async function heardBy(module: Type): Promise<string[]> {
  const app = await NestFactory.createApplicationContext(module, {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  const types: string[] = [];
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { metatype } of controllers.values())
      for (const { value } of Object.values(Object.getOwnPropertyDescriptors(metatype!.prototype)))
        if (typeof value === 'function')
          types.push(...((Reflect.getMetadata(patternMetadata, value) as string[] | undefined) ?? []));
  await app.close();
  return types;
}

/** Under which Nest keeps what `@EventPattern` was given. */
const patternMetadata = 'microservices:pattern';
