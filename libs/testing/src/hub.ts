import type { Role } from '#libs/kernel';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeGateway } from '../../../apps/gateway/src/edge.js';
import { apps, type AppName } from '../../../infra/postgres/databases.js';
import { testApp, testIssuer } from './app.js';
import { testBrokerDatabase, type testDatabase } from './database.js';

const portOf = (nest: NestFastifyApplication) => (nest.getHttpServer().address() as { port: number }).port;

/** The whole hub in this process: every app on a database of its own, one broker, one issuer, and the gateway listening before them. */
export async function testHub(environment: Record<string, string> = {}) {
  const shared = { broker: await testBrokerDatabase(), issuer: await testIssuer() };
  const running = new Map<AppName, Awaited<ReturnType<typeof testApp>>>();
  for (const name of apps) {
    const { [`${name[0]!.toUpperCase()}${name.slice(1)}Module`]: module } = (await import(
      `../../../apps/${name}/src/${name}.module.js`
    )) as Record<string, Type>;
    const { migrations } = (await import(`../../../apps/${name}/src/persistence/migrations/index.js`)) as {
      migrations: Parameters<typeof testDatabase>[1];
    };
    const app = await testApp(name, {
      module: module!,
      migrations,
      shared,
      environment: { HUB_LOCAL: 'true', ...environment },
    });
    await app.nest.listen(0, '127.0.0.1');
    running.set(name, app);
  }
  for (const [name, { nest }] of running)
    process.env[`${name.toUpperCase()}_URL`] = `http://127.0.0.1:${portOf(nest)}`;
  const gateway = await makeGateway();
  await gateway.listen(0, '127.0.0.1');

  const tokens = new Map<string, Promise<string>>();
  return {
    /** Where the gateway listens. */
    port: portOf(gateway),
    gateway,
    app: (name: AppName) => running.get(name)!,
    /** A token of the member, the same while it is asked for again. */
    token(client: { organizationId: string; memberId: string; role: Role }): Promise<string> {
      const { organizationId: organization, memberId: member, role } = client;
      const key = JSON.stringify(client);
      const token =
        tokens.get(key) ?? shared.issuer.token({ organization, member, role }, { expiresIn: '2h' });
      tokens.set(key, token);
      return token;
    },
    async close() {
      await gateway.close();
      for (const app of running.values()) await app.close();
      await shared.issuer.close();
      await shared.broker.drop();
    },
  };
}
