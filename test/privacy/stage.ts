import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Role } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { importJWK, SignJWT, type JWK } from 'jose';
import pg from 'pg';
import { admissionOf } from '../../infra/local/admission.js';
import { needs, toronto } from '../../infra/local/demonstration/story.js';
import { idOf } from '../../infra/local/parties.js';
import { places } from '../../infra/local/settings.js';
import { apps } from '../../infra/postgres/databases.js';
import { startHub } from '../journeys/stage.js';
import type { Operation } from './requests.js';

/** An organization that takes no part in the story. */
export const strangerId = '01900000-0000-7000-8000-0000000000ff';

export interface Caller {
  readonly organization: string;
  readonly role: Role;
  readonly secondFactor: boolean;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A whole hub after its demonstration, and callers of any organization in any role. */
export async function startProbedHub() {
  const running = await startHub('embedded');
  const { hub } = running;
  const { passed } = await running.demonstrate();
  if (!passed) throw new Error(`The demonstration did not pass:\n${running.lines.join('\n')}`);
  const { keys } = JSON.parse(readFileSync(places(hub.settings).signingKeys, 'utf8')) as { keys: [JWK] };
  const key = await importJWK(keys[0], 'ES256');
  const tokens = new Map<string, string>();
  const pools = new Map<string, pg.Pool>();

  const { party } = running.stage;
  const name = { en: 'A stranger', fr: 'Une inconnue' };
  for (const { path, body } of admissionOf({ id: strangerId, name, type: 'ngo', clients: [] }, hub.now()))
    await party('admin').post(path, body);
  await party('ngo-admin').post('/v1/members', { memberId: randomUUID(), role: 'ngo_worker' });

  const tokenOf = async ({ organization, role, secondFactor }: Caller): Promise<string> => {
    const name = `${organization} ${role} ${secondFactor}`;
    let token = tokens.get(name);
    if (!token) {
      token = await new SignJWT({
        organization,
        role,
        member: randomUUID(),
        ...(secondFactor ? { amr: ['pwd', 'otp'] } : {}),
      })
        .setProtectedHeader({ alg: 'ES256', kid: keys[0].kid!, typ: 'at+jwt' })
        .setIssuer(`http://localhost:${hub.settings.ports.identity}`)
        .setAudience('liaison-hub')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(key);
      tokens.set(name, token);
    }
    return token;
  };

  const call = async (
    caller: Caller | null,
    method: Operation['method'],
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${hub.gatewayUrl}${url}`, {
      method,
      headers: {
        'hub-mode': 'exercise',
        ...(caller ? { authorization: `Bearer ${await tokenOf(caller)}` } : {}),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const rows = async <Row extends pg.QueryResultRow>(
    database: string,
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    let pool = pools.get(database);
    if (!pool) {
      pool = new pg.Pool({ connectionString: hub.adminUrl(database), max: 2 });
      pool.on('error', () => undefined);
      pools.set(database, pool);
    }
    return (await pool.query<Row>(sql, [...values])).rows;
  };
  await eventually(
    async () => {
      for (const app of apps)
        expect(
          await rows(app, `select from known_access where organization_id = $1 and standing = 'active'`, [
            strangerId,
          ]),
        ).toHaveLength(1);
    },
    { timeoutMilliseconds: 60_000 },
  );
  await meetPersons(call);

  return {
    ...running,
    tokenOf,
    /** As the superuser, for looking at what no role of an app may see. */
    rows,
    /** Through the gateway, as anybody would. */
    call,
    /** Until every event is published and consumed. */
    async comeToRest(): Promise<void> {
      await eventually(
        async () => {
          for (const app of apps) {
            const metrics = await (await fetch(`http://localhost:${hub.settings.ports[app]}/metrics`)).text();
            const waiting = [
              ...metrics.matchAll(/^hub_(?:outbox_pending|consumer_lag_records)\{.*\} (\S+)$/gm),
            ];
            expect(waiting.length).toBeGreaterThan(1);
            expect({ app, waiting: waiting.reduce((sum, [, value]) => sum + Number(value), 0) }).toEqual({
              app,
              waiting: 0,
            });
          }
        },
        { timeoutMilliseconds: 60_000, everyMilliseconds: 500 },
      );
    },
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      await running.stop();
    },
  };
}

/** One person who agreed, one for whom a law was cited, one who was erased; and a referral of the first. */
async function meetPersons(
  call: (caller: Caller, method: 'POST', url: string, body: unknown) => Promise<Answer>,
): Promise<void> {
  const worker: Caller = { organization: idOf('ngo'), role: 'ngo_worker', secondFactor: true };
  const officer: Caller = { ...worker, role: 'privacy_officer' };
  const told = { purpose: 'referral', dataClasses: ['needs'] };
  const made = async (caller: Caller, url: string, body: unknown): Promise<{ id: string }> => {
    const { status, text } = await call(caller, 'POST', url, body);
    if (status >= 300) throw new Error(`${url} answered ${status}: ${text}`);
    return JSON.parse(text) as { id: string };
  };
  const participantRef = randomUUID();
  await made(worker, '/v1/consents', { ...agreed, participantRef });
  await made(worker, '/v1/referrals', {
    ...told,
    participantRef,
    receiverOrganizationId: idOf('hub-coordinator'),
    serviceType: 'shelter',
    regionCode: toronto,
    needs,
  });
  await made(officer, '/v1/legal-exceptions', {
    ...told,
    participantRef: randomUUID(),
    recipientOrganizationId: idOf('hub-coordinator'),
    legalBasis: 'court_order',
    citation: 's. 125(1)',
    until: new Date(Date.now() + 7 * 86_400_000).toISOString(),
  });
  await made(officer, `/v1/participants/${randomUUID()}/erase`, {});
}

/** A consent as it is asked for, but for whose it is. */
export const agreed = {
  recipients: [idOf('hub-coordinator')],
  purposes: ['referral'],
  dataClasses: ['needs', 'note'],
  languageUsed: 'fr',
  explainedPoints: ['voluntary', 'purpose', 'use', 'research', 'access', 'retention', 'withdrawal'],
  howGiven: 'spoken',
  provinceCode: 'CA-ON',
};

export type ProbedHub = Awaited<ReturnType<typeof startProbedHub>>;
