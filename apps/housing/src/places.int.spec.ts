import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AvailabilityChanged, contracts, ReferralAccepted, ReferralSent } from '#libs/contracts';
import type { Role } from '#libs/kernel';
import { eventually, publishAs, testApp } from '#libs/testing';
import pg from 'pg';
import { HousingModule } from './housing.module.js';
import { migrations } from './persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
let admin: pg.Client;

beforeAll(async () => {
  app = await testApp('housing', { module: HousingModule, migrations });
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

const as = (role: Role, organization: string = randomUUID()) => ({ organization, role });
const importer = as('importer');
const provider = as('provider_worker');
const hub = as('hub_coordinator');
const ngo = as('ngo_worker');
/** Everyone who neither keeps the place nor imported it; the hub and the NGO are parties to what is going on there. */
const outsiders = [
  hub,
  ngo,
  as('provider_worker'),
  as('liaison_officer'),
  as('partner_system'),
  as('importer'),
  as('department_officer'),
  as('admin'),
];

const toronto = '3520005';
const needs = ['emergency_bed', 'women_only', 'pets'];

const addresses = [
  { line: '12 Hidden Lane', city: 'Toronto', province: 'ON', postalCode: 'M5V 1A1' },
  { line: '7 Refuge Crescent', city: 'Scarborough', province: 'Ontario', postalCode: 'M1B 2C3' },
] as const;

const row = (change: object = {}) => ({
  sourceRef: randomUUID(),
  name: 'Rosewood House',
  organizationRef: '24',
  organizationName: 'A shelter society',
  providerOrganizationId: provider.organization,
  regionCode: toronto,
  addressVisibility: 'confidential',
  capacityType: 'bed',
  needs,
  address: addresses[0],
  observedAt: new Date().toISOString(),
  totalUnits: 10,
  occupiedUnits: 5,
  outOfServiceUnits: 0,
  ...change,
});

async function importRows(rows: readonly object[]): Promise<string[]> {
  const { status, body } = await app.call('POST', '/v1/housing-imports', importer, { rows });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.results.map(({ resourceId }: { resourceId: string }) => resourceId);
}

async function acceptedReferral(): Promise<string> {
  const subject = randomUUID();
  const aggregate = { topic: ReferralSent.topic, aggregate: 'referral', subject };
  const data = { senderOrganizationId: ngo.organization, receiverOrganizationId: hub.organization };
  for (const [index, contract] of [ReferralSent, ReferralAccepted].entries())
    await publishAs(app.broker, {
      ...aggregate,
      type: contract.type,
      sequence: index + 1,
      data: { ...contract.examples[0], ...data },
    });
  await eventually(async () =>
    expect(
      (await admin.query(`select from referral where id = $1 and state = 'accepted'`, [subject])).rowCount,
    ).toBe(1),
  );
  return subject;
}

async function post(path: string, by: { organization: string; role: Role }, body: object) {
  const answer = await app.call('POST', path, by, body);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
  return answer.body as { id: string };
}

/** A person's way to a bed of a confidential place: asked for, offered, held. */
async function heldBed(resourceId: string) {
  const referralId = await acceptedReferral();
  const request = await post('/v1/housing-requests', hub, { referralId, regionCode: toronto, needs });
  const offer = await post(`/v1/housing-requests/${request.id}/offers`, provider, { resourceId });
  const hold = await post(`/v1/housing-requests/${request.id}/holds`, hub, { offerId: offer.id });
  return { resourceId, request: request.id, offer: offer.id, hold: hold.id, referralId };
}

interface Operation {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** Every operation of the housing service, from the generated document. */
const operations: readonly Operation[] = Object.entries(
  (
    JSON.parse(readFileSync(join(process.cwd(), 'docs/openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, { tags: string[] }>>;
    }
  ).paths,
).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, { tags }]) => tags.some((tag) => ['Housing', 'Housing requests', 'Holds'].includes(tag)))
    .map(([method]) => ({ method: method.toUpperCase() as Operation['method'], path })),
);

/** What an outsider asks: each operation for each id that it may know, searches from all around, and commands that are refused. */
function questions(ids: readonly string[]): (Operation & { readonly body?: object })[] {
  const regions = [toronto, 'M5V', 'M1B', 'CA-ON', 'CA', '3521005', 'H2X'];
  return operations.flatMap(({ method, path }) => {
    const paths = path.includes('{') ? ids.map((id) => path.replace(/\{\w+\}/, id)) : [path];
    if (path === '/v1/housing-availability')
      return regions.flatMap((region) =>
        [needs, []].flatMap((asked) =>
          [2, 100].map((limit) => ({
            method,
            path: `${path}?region=${region}&needs=${asked.join(',')}&limit=${limit}`,
          })),
        ),
      );
    if (method === 'GET') return paths.map((one) => ({ method, path: one }));
    // A refusal is an answer, too, and may tell too much.
    return paths.map((one) => ({ method, path: one, body: { planted: true } }));
  });
}

/** Headers of the moment, not of the thing. */
const volatile = ['date', 'x-request-id', 'traceparent', 'ratelimit', 'ratelimit-policy', 'retry-after'];

/** Byte for byte what every outsider sees: answers with headers, and the events from which feeds and webhooks are made. */
async function seenByOutsiders(ids: readonly string[], who = outsiders): Promise<string[]> {
  const seen: string[] = [];
  for (const outsider of who) {
    for (const { method, path, body } of questions(ids)) {
      // No version is this high: who could change something is told that it was changed meanwhile.
      const answer = await app.call(method, path, outsider, body, { 'if-match': '"1000"' });
      const headers = Object.entries(answer.headers).filter(([name]) => !volatile.includes(name));
      const bytes = JSON.stringify(answer.body, (name, value: unknown) =>
        // A count that grows older, and the trace of a problem, say nothing of a place.
        name === 'ageMinutes' || name === 'traceId' || name === 'instance' ? undefined : value,
      );
      seen.push(`${outsider.role} ${method} ${path} ${answer.status} ${JSON.stringify(headers)} ${bytes}`);
    }
  }
  const { rows } = await admin.query<{ event: string }>(
    'select row_to_json(event_log)::text as event from event_log order by position',
  );
  return [...seen, ...rows.map(({ event }) => event)];
}

const differences = (before: readonly string[], after: readonly string[]) =>
  after.filter((one, index) => one !== before[index]).length + Math.abs(before.length - after.length);

describe('a confidential place (R16)', () => {
  const confidential = row();
  const neighbour = row({ name: 'Birch Lodge', address: addresses[1] });
  const open = row({ name: 'Open Door', addressVisibility: 'public', address: addresses[1] });
  /** The same place at another address of the same region, under another name. */
  const moved = {
    ...confidential,
    name: 'Juniper House',
    organizationName: 'Another society',
    organizationRef: '99',
    address: addresses[1],
  };
  let ids: string[];

  beforeAll(async () => {
    const [one, other, third] = await importRows([confidential, neighbour, open]);
    const { request, offer, hold } = await heldBed(one!);
    ids = [one!, other!, third!, request, offer, hold];
  }, 120_000);

  const addressOf = async (by: { organization: string; role: Role }) =>
    (await app.call('GET', `/v1/housing-resources/${ids[0]}`, by)).body.address;

  it('moves within its region, and no outsider sees anything change, byte for byte, in any operation or event', async () => {
    expect(operations.length).toBeGreaterThan(12);
    const before = await seenByOutsiders(ids);
    expect(await addressOf(provider)).toMatchObject({ line: '12 Hidden Lane' });
    await importRows([moved]);
    expect(await addressOf(provider)).toMatchObject({ line: '7 Refuge Crescent', name: 'Juniper House' });
    const after = await seenByOutsiders(ids);
    expect(after).toEqual(before);
    // That outsiders saw the place at all: its region and figures, in searches and by its id.
    expect(before.filter((one) => one.includes(ids[0]!)).length).toBeGreaterThan(50);
    await importRows([confidential]);
  }, 240_000);

  it('a leak that is planted is caught: a policy that lets anyone read addresses', async () => {
    await admin.query(
      'create policy planted on housing_resource_address for select to housing_app using (true)',
    );
    try {
      await importRows([confidential]);
      const before = await seenByOutsiders(ids, [ngo]);
      await importRows([moved]);
      expect(differences(before, await seenByOutsiders(ids, [ngo]))).toBeGreaterThan(0);
    } finally {
      await admin.query('drop policy planted on housing_resource_address');
      await importRows([confidential]);
    }
  }, 240_000);

  it('a leak that is planted is caught: a sort order that depends on the address', async () => {
    // As an order by address would: the place comes later in a search where its address does.
    const skew = async () =>
      admin.query(
        `update housing_resource set needs = case when address.line < '5' then needs else needs || '["no_curfew"]' end
         from housing_resource_address address where address.resource_id = housing_resource.id and housing_resource.id = $1`,
        [ids[0]],
      );
    await skew();
    const before = await seenByOutsiders(ids, [ngo]);
    await admin.query(
      `update housing_resource_address set line = '7 Refuge Crescent' where resource_id = $1`,
      [ids[0]],
    );
    await skew();
    expect(differences(before, await seenByOutsiders(ids, [ngo]))).toBeGreaterThan(0);
    await importRows([confidential]);
  }, 240_000);

  it('is not located by three searches, nor by any number: of two in a region every search says the same', async () => {
    const said = (item: Record<string, unknown>) => {
      const { resourceId: _, ageMinutes: __, ...rest } = item;
      return rest;
    };
    const [one, other] = await importRows([
      row({
        needs: ['emergency_bed', 'youth'],
        observedAt: '2026-01-15T03:10:00.000Z',
        address: addresses[0],
      }),
      row({
        needs: ['emergency_bed', 'youth'],
        observedAt: '2026-01-15T03:10:00.000Z',
        address: addresses[1],
      }),
    ]);
    const orders = new Set<boolean>();
    for (const region of [
      toronto,
      'M5V',
      'M1B',
      'M9W',
      '3521005',
      '3519036',
      'CA-ON',
      'CA-QC',
      'H2X',
      'CA',
    ]) {
      const path = `/v1/housing-availability?needs=youth&region=${region}&limit=100`;
      const { body } = await app.call('GET', path, ngo);
      const places = [one, other].map((id) =>
        body.items.findIndex((item: { resourceId: string }) => item.resourceId === id),
      );
      expect(places[0]! < 0).toBe(places[1]! < 0);
      if (places[0]! < 0) continue;
      orders.add(places[0]! < places[1]!);
      expect(said(body.items[places[0]!])).toEqual(said(body.items[places[1]!]));
      expect(JSON.stringify(body)).not.toMatch(/distance|latitude|longitude|postal|telephone|phone"|name"/i);
    }
    expect(orders.size).toBe(1);
  });

  it('has no word of its address in any answer to an outsider, in any event, or in an error', async () => {
    await importRows([{ ...confidential, totalUnits: 11 }]);
    const all = (await seenByOutsiders([ids[0]!, ids[1]!], [hub, ngo])).join('\n');
    expect(all).not.toMatch(/Hidden|Rosewood|M5V 1A1|Birch|society/);
    for (const contract of contracts.filter(({ topic }) => topic.startsWith('housing.')))
      expect(Object.keys(contract.data.properties).join(' ')).not.toMatch(
        /address|postal|phone|name|latitude|distance/i,
      );
  }, 240_000);

  it('may name no forward sortation area as its region; that import row is refused, and says why', async () => {
    const { body } = await app.call('POST', '/v1/housing-imports', importer, {
      rows: [row({ regionCode: 'M5V' }), row({ regionCode: 'M5V', addressVisibility: 'public' })],
    });
    expect(body.results).toMatchObject([
      { status: 'refused', code: 'resource/region-too-fine' },
      { status: 'accepted' },
    ]);
  });

  it('shows where it is once its provider makes it public, and no longer when it takes that back', async () => {
    const place = row();
    const [id] = await importRows([place]);
    const seen = async () => (await app.call('GET', `/v1/housing-resources/${id}`, ngo)).body;
    expect(await seen()).toMatchObject({ addressVisibility: 'confidential', address: null });
    await importRows([{ ...place, addressVisibility: 'public' }]);
    expect(await seen()).toMatchObject({ addressVisibility: 'public', address: { line: '12 Hidden Lane' } });
    await importRows([{ ...place, addressVisibility: 'confidential' }]);
    expect(await seen()).toMatchObject({ addressVisibility: 'confidential', address: null });
  });
});

describe('what is told of places in public (R55)', () => {
  const told = async () =>
    (
      await admin.query<{ body: string; headers: Record<string, string> }>(
        'select body, headers from event_log where type = $1 order by position',
        [AvailabilityChanged.type],
      )
    ).rows.map(({ body, headers }) => ({ ...(JSON.parse(body) as object), parties: headers['ce_parties'] }));
  const menOnly = ['emergency_bed', 'men_only'];

  it('is one word for a province, on the hour, once five providers stand behind it', async () => {
    const { rows } = await admin.query<{ now: Date }>('select hub_now() as now');
    const observedAt = rows[0]!.now.toISOString();
    const places = Array.from({ length: 5 }, () =>
      row({
        regionCode: '2466023',
        needs: menOnly,
        providerOrganizationId: randomUUID(),
        observedAt,
        occupiedUnits: 10,
      }),
    );
    await importRows(places.slice(0, 4));
    await app.database.moveTime(3_600_000);
    await eventually(async () =>
      expect(
        (await admin.query(`select from deadline where kind = 'availability-telling' and due_at > hub_now()`))
          .rowCount,
      ).toBe(1),
    );
    expect((await told()).filter((one) => JSON.stringify(one).includes('men_only'))).toEqual([]);
    await importRows(places.slice(4));
    await app.database.moveTime(3_600_000);
    await eventually(async () =>
      expect(await told()).toContainEqual({ regionCode: 'CA-QC', needs: menOnly, band: 'none', parties: '' }),
    );
    const later = (await admin.query<{ now: Date }>('select hub_now() as now')).rows[0]!.now.toISOString();
    await importRows([{ ...places[0]!, occupiedUnits: 9, observedAt: later }]);
    await app.database.moveTime(3_600_000);
    await eventually(async () =>
      expect(await told()).toContainEqual({ regionCode: 'CA-QC', needs: menOnly, band: 'some', parties: '' }),
    );
  }, 120_000);
});
