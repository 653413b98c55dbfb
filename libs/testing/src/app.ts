import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { roleMeanings } from '#libs/access';
import type { Role } from '#libs/kernel';
import { openBroker, type Broker, type OutgoingRecord, type TopicDefinition } from '#libs/messaging';
import { makeApp, startMessaging } from '#libs/platform';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { appsThatSeal, type AppName } from '../../../infra/postgres/databases.js';
import { testBrokerDatabase, testDatabase, testKeysDatabase, type TestDatabase } from './database.js';

export const topics = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../infra/kafka/topics.json'), 'utf8'),
) as readonly TopicDefinition[];

/** The organization that operates the hub in tests: an admin of it is an operator. */
export const officeOrganization = '01900000-0000-7000-8000-000000000001';

/** A real issuer with a key set of its own: the apps check its tokens as they check any. */
export async function testIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] })),
  );
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const issuer = `http://localhost:${(server.address() as { port: number }).port}`;
  return {
    issuer,
    privateKey,
    token: (
      claims: { organization: string; member?: string; role: Role; amr?: readonly string[]; acr?: string },
      changes: { audience?: string; expiresIn?: string } = {},
    ) =>
      new SignJWT({ member: randomUUID(), ...signInOf(claims.role), ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(changes.audience ?? 'liaison-hub')
        .setIssuedAt()
        .setExpirationTime(changes.expiresIn ?? '5m')
        .sign(privateKey),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** People sign in with a second factor, machines have none; a test says `amr` where it is otherwise. */
const signInOf = (role: Role) => (roleMeanings[role].machine ? {} : { amr: ['pwd', 'otp'] });

export interface TestAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: any;
}

/** An app on a real database and broker, called in process: its relay, consumer and timers run. */
export async function testApp(
  app: AppName,
  options: {
    module: Type;
    migrations: Parameters<typeof testDatabase>[1];
    environment?: Record<string, string>;
    /** Where several apps are one hub: they hear of each other, and know the same tokens. */
    shared?: {
      broker: Awaited<ReturnType<typeof testBrokerDatabase>>;
      issuer: Awaited<ReturnType<typeof testIssuer>>;
    };
  },
) {
  const [database, keys, broker, issuer] = await Promise.all([
    testDatabase(app, options.migrations),
    appsThatSeal.includes(app) ? testKeysDatabase() : undefined,
    options.shared?.broker ?? testBrokerDatabase(),
    options.shared?.issuer ?? testIssuer(),
  ]);
  Object.assign(process.env, {
    PORT: '1',
    DATABASE_URL: database.appUrl,
    DATABASE_WORKER_URL: database.workerUrl,
    DATABASE_DIRECT_URL: database.workerUrl,
    BROKER: 'embedded',
    BROKER_DATABASE_URL: broker.clientUrl,
    OIDC_ISSUER: issuer.issuer,
    OFFICE_ORGANIZATION: officeOrganization,
    TRUST_UNREGISTERED: 'true',
    LOG_LEVEL: 'silent',
    ...(keys ? { KEYS_DATABASE_URL: keys.urlOf(app), MASTER_KEYS: randomBytes(32).toString('base64') } : {}),
    ...options.environment,
  });
  const outside: Broker = await openBroker(
    { kind: 'embedded', databaseUrl: broker.clientUrl },
    { clientId: 'test' },
  );
  await outside.createTopics(topics);
  const nest: NestFastifyApplication = await makeApp(options.module);
  await startMessaging(nest);
  await nest.getHttpAdapter().getInstance().ready();

  /** Calls as a member of an organization; a POST gets an idempotency key unless it brings one. */
  const call = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    as: { organization: string; member?: string; role: Role; amr?: readonly string[]; acr?: string } | null,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<TestAnswer> => {
    const response = await nest.inject({
      method,
      url,
      headers: {
        ...(as ? { authorization: `Bearer ${await issuer.token(as)}` } : {}),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      body:
        response.payload === ''
          ? undefined
          : (() => {
              try {
                return JSON.parse(response.payload) as unknown;
              } catch {
                return response.payload;
              }
            })(),
    };
  };

  return {
    nest,
    database: database as TestDatabase,
    /** Of an app that seals. */
    keys,
    broker: outside,
    brokerDatabase: broker,
    issuer,
    call,
    close: async () => {
      await nest.close();
      await outside.close();
      await Promise.all([database.drop(), keys?.drop()]);
      if (options.shared) return;
      await issuer.close();
      await broker.drop();
    },
  };
}

export interface ForeignEvent {
  type: string;
  topic: string;
  aggregate: string;
  subject: string;
  sequence?: number;
  data: object;
  correlationId?: string;
  parties?: readonly string[];
  mode?: string;
}

/** The record that another app's relay would send. */
export function recordAs(event: ForeignEvent): OutgoingRecord {
  return {
    topic: event.topic,
    key: event.subject,
    value: JSON.stringify(event.data),
    headers: {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_type: event.type,
      ce_source: `/${event.type.split('.')[0]}`,
      ce_subject: event.subject,
      ce_time: new Date().toISOString(),
      ce_sequence: String(event.sequence ?? 1).padStart(10, '0'),
      ce_mode: event.mode ?? 'actual',
      ce_aggregate: event.aggregate,
      ce_parties: (event.parties ?? []).join(','),
      ce_correlationid: event.correlationId ?? event.subject,
      'content-type': 'application/json',
    },
  };
}

/** Publishes an event as another app would have: as if it came from its relay. */
export async function publishAs(broker: Broker, event: ForeignEvent): Promise<void> {
  const producer = await broker.producer();
  await producer.send([recordAs(event)]);
  await producer.close();
}
