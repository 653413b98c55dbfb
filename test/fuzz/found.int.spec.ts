import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, testHub, type WireAnswer } from '#libs/testing';
import { clients } from '../../infra/local/parties.js';
import { refusalFaults } from './answers.js';

let hub: Awaited<ReturnType<typeof testHub>>;

beforeAll(async () => {
  hub = await testHub();
}, 120_000);
afterAll(() => hub?.close(), 60_000);

async function ask(
  as: string,
  line: string,
  headers: readonly string[] = [],
  body?: unknown,
): Promise<WireAnswer> {
  const token = await hub.token(clients.find(({ name }) => name === as)!);
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [
    `${line} HTTP/1.1`,
    'host: hub.example',
    'connection: close',
    `authorization: Bearer ${token}`,
    `idempotency-key: ${randomUUID()}`,
    ...(body === undefined
      ? []
      : ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`]),
    ...headers,
  ];
  return (await exchange(hub.port, `${lines.join('\r\n')}\r\n\r\n${text}`))!;
}

describe('what requests made from the document have found', () => {
  it.each(['/v1/organizations?after=%c0%af', '/v1/referrals?state=%ff', '/v1/regions/%c0%af'])(
    'an escape that is no UTF-8 was a fault of the gateway: %s',
    async (path) => {
      const answer = await ask('ngo', `GET ${path}`);
      expect([answer.status, refusalFaults(answer)]).toEqual([400, []]);
    },
  );

  it('a reading that expects to be told to go on was answered as if the service were away', async () => {
    expect((await ask('ngo', 'GET /v1/organizations', ['expect: 100-continue'])).status).toBe(200);
  });

  it('an address with a blank, and a header with a control character, were refused in another form than a problem', async () => {
    for (const answer of [
      await ask('ngo', 'GET /v1/organizations/a b'),
      await ask('ngo', 'GET /v1/organizations', ['x: a\u0001b']),
    ])
      expect([answer.status, refusalFaults(answer)]).toEqual([400, []]);
  });

  it.each([[[]], [[[[]]]], ['text'], [null], [7]])(
    'a list in place of an organization’s name was taken as a name: %j',
    async (name) => {
      const answer = await ask('admin', 'POST /v1/organizations', [], { name, type: 'ngo' });
      expect([answer.status, refusalFaults(answer)]).toEqual([400, []]);
      expect(JSON.parse(answer.body).errors).toMatchObject([{ pointer: '/name' }]);
    },
  );

  it('a list in place of an imported row, and of its address, too', async () => {
    for (const rows of [[[]], [[[]]]]) {
      const answer = await ask('importer', 'POST /v1/housing-imports', [], { rows });
      expect([answer.status, refusalFaults(answer)]).toEqual([400, []]);
    }
  });

  it('a member invited in small letters and again in capitals was a fault: an id is the same in either (RFC 9562, 4)', async () => {
    const memberId = randomUUID();
    const invited = await ask('admin', 'POST /v1/members', [], { memberId, role: 'ngo_worker' });
    const again = await ask('admin', 'POST /v1/members', [], {
      memberId: memberId.toUpperCase(),
      role: 'ngo_worker',
    });
    expect([invited.status, again.status]).toEqual([201, 409]);
    expect(refusalFaults(again)).toEqual([]);
  });

  it('what is made twice at the same moment was a fault: one makes it, the others hear that it is there', async () => {
    const organization = {
      id: randomUUID(),
      name: { en: 'Two at once', fr: 'Deux à la fois' },
      type: 'ngo',
    };
    const member = { memberId: randomUUID(), role: 'ngo_worker' };
    for (const [as, path, body] of [
      ['admin', '/v1/organizations', organization],
      ['admin', '/v1/members', member],
    ] as const) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(as, `POST ${path}`, [], body)));
      expect([path, answers.map(({ status }) => status).sort()]).toEqual([
        path,
        [201, ...Array(7).fill(409)],
      ]);
    }
  });

  it('a federal department that is registered twice was a fault: the second is refused', async () => {
    const department = {
      name: { en: 'Twice', fr: 'Deux fois' },
      type: 'federal_department',
      departmentCode: 'GAC',
    };
    const answers = [];
    for (let count = 0; count < 2; count += 1)
      answers.push(await ask('admin', 'POST /v1/organizations', [], department));
    expect(answers.map(({ status }) => status)).toEqual([201, 409]);
    expect(JSON.parse(answers[1]!.body)).toMatchObject({
      code: 'organization/department-already-registered',
    });
  });

  const nil = '00000000-0000-0000-0000-000000000000';
  const max = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  const consent = {
    participantRef: randomUUID(),
    recipients: [randomUUID()],
    purposes: ['referral'],
    dataClasses: ['needs'],
    languageUsed: 'fr',
    explainedPoints: [],
    howGiven: 'spoken',
    provinceCode: 'CA-ON',
  };

  it.each([
    ['admin', 'POST /v1/members', { memberId: nil, role: 'ngo_worker' }, '/memberId'],
    ['admin', 'POST /v1/members', { memberId: max, role: 'ngo_worker' }, '/memberId'],
    ['ngo', 'POST /v1/consents', { ...consent, recipients: [nil] }, '/recipients'],
    [
      'importer',
      'POST /v1/housing-imports',
      { rows: [{ providerOrganizationId: nil }] },
      '/rows/0/providerOrganizationId',
    ],
  ])(
    'the ids that stand for everyone and for no one were taken as the id of one: %s %s %j',
    async (as, line, body, pointer) => {
      const answer = await ask(as, line, [], body);
      expect([answer.status, refusalFaults(answer)]).toEqual([400, []]);
      expect(JSON.parse(answer.body).errors).toContainEqual(
        expect.objectContaining({ pointer, code: 'isUuid' }),
      );
    },
  );

  it.each([
    '0000',
    '0000-01',
    '0000-01-01T00:00:00Z',
    '2026-W40-1',
    '2026-277',
    '20261001',
    '2026-10-01',
    '2026-10-01T03:00:00',
    '9999-12-31T23:59:59-12:00',
  ])(
    'a time that is none, or of no offset, was a fault, or stopped all who heard of it: %s',
    async (time) => {
      for (const [as, line, body, pointer] of [
        ['ngo', 'POST /v1/consents', { ...consent, from: time }, '/from'],
        ['ngo', 'POST /v1/consents', { ...consent, until: time }, '/until'],
        ['admin', `POST /v1/organizations/${randomUUID()}/agreement`, { until: time }, '/until'],
        ['importer', 'POST /v1/housing-imports', { rows: [{ observedAt: time }] }, '/rows/0/observedAt'],
      ] as const) {
        const answer = await ask(as, line, [], body);
        expect([line, answer.status, refusalFaults(answer)]).toEqual([line, 400, []]);
        expect(JSON.parse(answer.body).errors).toContainEqual(
          expect.objectContaining({ pointer, code: 'isIso8601' }),
        );
      }
    },
  );

  it('a regional hub with more regions than an event can name was a fault', async () => {
    const regionCodes = Array.from({ length: 51 }, () => 'CA-ON');
    const answer = await ask('admin', 'POST /v1/regional-hubs', [], {
      organizationId: randomUUID(),
      regionCodes,
    });
    expect([answer.status, refusalFaults(answer)]).toEqual([400, []]);
    expect(JSON.parse(answer.body).errors).toMatchObject([{ pointer: '/regionCodes', code: 'arrayMaxSize' }]);
  });
});
