import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRegistered } from '#libs/contracts';
import { eventually, officeOrganization, publishAs, testApp } from '#libs/testing';
import { uuidv7, type Role } from '#libs/kernel';
import { LiaisonModule } from '../../apps/liaison/src/liaison.module.js';
import { migrations } from '../../apps/liaison/src/persistence/migrations/index.js';

/** Of each kind, one after the other in an order that changes, so that whatever slows the machine slows all of them. */
const rounds = 300;
/** Beyond what two kinds that are the same differ by: what nobody sees through a network and a gateway. */
const differenceMillisecondsMax = 0.25;

let app: Awaited<ReturnType<typeof testApp>>;
const sender = { organization: randomUUID(), role: 'ngo_worker' as Role };
const stranger = { organization: randomUUID(), role: 'ngo_worker' as Role };
const wrongRole = { organization: randomUUID(), role: 'provider_worker' as Role };
const existing: string[] = [];

beforeAll(async () => {
  app = await testApp('liaison', { module: LiaisonModule, migrations });
  const { type, topic, aggregate } = OrganizationRegistered;
  const data = { organizationType: 'liaison_office', departmentCode: null };
  await publishAs(app.broker, { type, topic, aggregate, subject: officeOrganization, data });
  const filing = { kind: 'housing_gap', needs: ['emergency_bed'], regionCode: 'CA-ON', urgency: 'urgent' };
  const file = async () => {
    const { status, body } = await app.call('POST', '/v1/liaison-requests', sender, filing);
    expect({ status, body }).toMatchObject({ status: 201 });
    existing.push(body.id);
  };
  await eventually(file, { timeoutMilliseconds: 30_000 });
  for (let count = 0; count < 50; count += 1) await file();
}, 120_000);
afterAll(() => app.close(), 30_000);

interface Kind {
  readonly as: { organization: string; role: Role };
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly status: number;
}

const middle = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;

/** How much longer an answer about a thing of others takes than one about nothing, and how much two about nothing differ. */
async function differences(kind: Kind, planted: (id: string) => Promise<void> = () => Promise.resolve()) {
  const token = await app.issuer.token(kind.as);
  const ask = async (id: string): Promise<number> => {
    const startedAt = performance.now();
    const { statusCode } = await app.nest.inject({
      method: kind.method,
      url: kind.path.replace('{id}', id),
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
    });
    await planted(id);
    expect(statusCode).toBe(kind.status);
    return performance.now() - startedAt;
  };
  const nothing = () => uuidv7(new Date());
  const kinds = [() => existing[Math.floor(Math.random() * existing.length)]!, nothing, nothing];
  const times: number[][] = [[], [], []];
  for (let round = 0; round < rounds; round += 1)
    for (let turn = 0; turn < kinds.length; turn += 1) {
      const which = (round + turn) % kinds.length;
      times[which]!.push(await ask(kinds[which]!()));
    }
  const [others, one, other] = times.map(middle) as [number, number, number];
  return { measured: Math.abs(others - (one + other) / 2), control: Math.abs(one - other) };
}

const isTelling = ({ measured, control }: { measured: number; control: number }) =>
  measured > differenceMillisecondsMax + 4 * control;

/** A machine that is busy may err once: what is in the code is there every time. */
async function tells(kind: Kind, planted?: (id: string) => Promise<void>): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt += 1)
    if (!isTelling(await differences(kind, planted))) return false;
  return true;
}

const reading: Kind = { as: stranger, method: 'GET', path: '/v1/liaison-requests/{id}', status: 404 };

describe('how long an answer takes does not tell whether there is something that is not yours', () => {
  it.each<[string, Kind]>([
    ['reading (404)', reading],
    ['acting (404)', { ...reading, method: 'POST', path: '/v1/liaison-requests/{id}/withdraw' }],
    ['the wrong role reading (403)', { ...reading, as: wrongRole, status: 403 }],
    [
      'the wrong role acting (403)',
      { as: wrongRole, method: 'POST', path: '/v1/liaison-requests/{id}/withdraw', status: 403 },
    ],
  ])(
    '%s',
    async (_, kind) => {
      expect(await tells(kind)).toBe(false);
    },
    180_000,
  );

  it('a planted look at the thing before it is refused is noticed', async () => {
    const asOwner = await app.issuer.token(sender);
    const look = async (id: string) => {
      if (!existing.includes(id)) return;
      for (let count = 0; count < 2; count += 1)
        await app.nest.inject({
          method: 'GET',
          url: `/v1/liaison-requests/${id}`,
          headers: { authorization: `Bearer ${asOwner}` },
        });
    };
    expect(await tells(reading, look)).toBe(true);
  }, 180_000);
});
