import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, exchange, testHub, type WireAnswer } from '#libs/testing';
import { admissionOf } from '../../infra/local/admission.js';
import { clients, organizations } from '../../infra/local/parties.js';
import { AnswerCheck } from './answers.js';
import { apiDocument } from './document.js';
import { Draw } from './draw.js';
import { KnownIds } from './known-ids.js';
import { bytesOf, requestFor, type FuzzRequest } from './requests.js';

const seed = Number(process.env['FUZZ_SEED'] || Math.floor(Math.random() * 1_000_000_000));
const requestsTotal = Number(process.env['FUZZ_REQUESTS'] || 5_000);
/** At once; more would only wait for the database. */
const callers = 8;
const faultsShown = 5;

const document = apiDocument();
const check = new AnswerCheck(document);
const known = new KnownIds();
let hub: Awaited<ReturnType<typeof testHub>>;

beforeAll(async () => {
  hub = await testHub({
    MEMBER_REQUESTS_A_MINUTE_MAX: '1000000',
    ORGANIZATION_REQUESTS_A_MINUTE_MAX: '1000000',
    ADDRESS_REQUESTS_A_MINUTE_MAX: '1000000',
  });
  await setTheScene();
}, 120_000);
afterAll(() => hub?.close(), 60_000);

/** An organization that is shut out is answered 403 and nothing else: those who call here are spared. */
const shutsOut = /^(suspend|end)Organization$/;
const isNoParty = (id: string) => organizations.every((organization) => organization.id !== id);

/** The parties of the demonstration are admitted, and some requests are on their way, so that later steps have something to act on. */
async function setTheScene(): Promise<void> {
  for (const organization of organizations)
    for (const { path, body } of admissionOf(organization, new Date())) await post('admin', path, body);
  for (const { id, regionCodes } of organizations)
    if (regionCodes) await post('admin', '/v1/regional-hubs', { organizationId: id, regionCodes });
  const regionalHubOrganizationId = organizations.find(({ regionCodes }) => regionCodes)!.id;
  const filing = { kind: 'housing_gap', needs: ['emergency_bed'], regionCode: '3520005', urgency: 'urgent' };
  await eventually(() => post('ngo', '/v1/liaison-requests', filing), { timeoutMilliseconds: 30_000 });
  for (let count = 0; count < 6; count += 1) {
    const { id } = await post('ngo', '/v1/liaison-requests', filing);
    const act = (verb: string, body: object) => post('officer', `/v1/liaison-requests/${id}/${verb}`, body);
    await act('acknowledge', {});
    await act('triage', { priority: 'urgent', departments: ['PS'] });
    await eventually(() => act('route', { regionalHubOrganizationId }), { timeoutMilliseconds: 30_000 });
  }
}

async function post(as: string, path: string, body: object): Promise<{ id: string }> {
  const response = await fetch(`http://127.0.0.1:${hub.port}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await hub.token(clients.find(({ name }) => name === as)!)}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { id: string };
  expect({ path, ok: response.ok, answer }).toMatchObject({ ok: true });
  return answer;
}

async function send(request: FuzzRequest): Promise<WireAnswer | undefined> {
  const token = request.client && (await hub.token(request.client));
  return exchange(hub.port, bytesOf(request, token));
}

const shown = (request: FuzzRequest) =>
  JSON.stringify({
    operation: request.operation.id,
    temper: request.temper,
    caller: request.caller,
    client: request.client,
    bytes: bytesOf(request, undefined).toString('latin1').slice(0, 1_500),
  });

describe('requests made from the API document', () => {
  it(`${requestsTotal} valid, nearly valid and hostile ones: no 5xx, every answer as documented, every refusal a problem in both languages (R60)`, async () => {
    const statuses = new Map<string, Map<number, number>>();
    const faults: string[] = [];
    let next = 0;
    const caller = async () => {
      for (let number = next++; number < requestsTotal; number = next++) {
        if (faults.length >= faultsShown) return;
        const draw = new Draw(seed + number);
        const operation = document.operations[number % document.operations.length]!;
        const request = requestFor(operation, {
          draw,
          schemas: document.schemas,
          known: (name) => (shutsOut.test(operation.id) ? known.of(name).filter(isNoParty) : known.of(name)),
        });
        const answer = await send(request);
        const count = statuses.get(operation.id) ?? new Map<number, number>();
        statuses.set(operation.id, count.set(answer?.status ?? 0, (count.get(answer?.status ?? 0) ?? 0) + 1));
        known.learn(operation, answer);
        for (const fault of check.faultsOf(request, answer))
          faults.push(
            `${fault}\n  request ${number}: ${shown(request)}\n  answer: ${answer?.status} ${answer?.body.slice(0, 600)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    if (process.env['FUZZ_SHOW']) showStatuses(statuses);
    expect({ seed, faults: [...new Set(faults)] }).toEqual({ seed, faults: [] });
    const succeeded = document.operations.filter(({ id }) =>
      [...(statuses.get(id)?.keys() ?? [])].some((status) => status < 300),
    );
    // Requests that are all refused at the door would prove little.
    expect(succeeded.length).toBeGreaterThan(document.operations.length / 2);
  }, 600_000);

  it('leave the hub as it was: ready, nothing parked, nothing waiting to be published', async () => {
    for (const name of ['directory', 'liaison', 'referrals', 'housing', 'notifications'] as const) {
      await eventually(
        async () => {
          const response = await hub.app(name).nest.inject({ url: '/health/ready' });
          expect({ name, body: response.json() }).toMatchObject({
            body: { status: 'ok', info: { database: { parkedKeys: 0 } } },
          });
        },
        { timeoutMilliseconds: 60_000 },
      );
    }
  }, 120_000);
});

function showStatuses(statuses: ReadonlyMap<string, ReadonlyMap<number, number>>): void {
  const lines = [...statuses].map(
    ([id, counts]) =>
      `${id.padEnd(44)} ${[...counts]
        .sort(([a], [b]) => a - b)
        .map(([status, count]) => `${status}: ${count}`)
        .join(', ')}`,
  );
  process.stderr.write(`${lines.sort().join('\n')}\n`);
}
