import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRegistered } from '#libs/contracts';
import {
  eventually,
  officeOrganization,
  publishAs,
  testApp,
  testIssuer,
  type TestAnswer,
} from '#libs/testing';
import { generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { LiaisonModule } from '../../apps/liaison/src/liaison.module.js';
import { DirectoryModule } from '../../apps/directory/src/directory.module.js';
import { migrations as directoryMigrations } from '../../apps/directory/src/persistence/migrations/index.js';
import { migrations } from '../../apps/liaison/src/persistence/migrations/index.js';

let app: Awaited<ReturnType<typeof testApp>>;
let port: number;

const ngo = { organization: randomUUID(), role: 'ngo_worker' } as const;
const office = { organization: randomUUID(), role: 'liaison_officer' } as const;

beforeAll(async () => {
  app = await testApp('liaison', { module: LiaisonModule, migrations });
  const { type, topic, aggregate } = OrganizationRegistered;
  const data = { organizationType: 'liaison_office', departmentCode: null };
  await publishAs(app.broker, { type, topic, aggregate, subject: office.organization, data });
  await officeIsKnown();
  await app.nest.listen(0, '127.0.0.1');
  port = (app.nest.getHttpServer().address() as { port: number }).port;
});
afterAll(() => app.close());

const filing = (change: object = {}) => ({
  kind: 'housing_gap',
  needs: ['emergency_bed'],
  regionCode: 'CA-ON',
  urgency: 'urgent',
  ...change,
});
const file = (body: unknown = filing(), headers: Record<string, string> = {}) =>
  app.call('POST', '/v1/liaison-requests', ngo, body, headers);

const officeIsKnown = () => eventually(async () => expect((await file()).status).toBe(201));

/** What every refusal looks like, whoever made it (RFC 9457, R60). */
function expectProblem(
  { status, headers, body }: TestAnswer,
  statuses: readonly number[],
  code?: string,
): void {
  expect({ status, body }).toMatchObject({ status: expect.any(Number) });
  expect(statuses).toContain(status);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(body).toMatchObject({
    type: expect.stringMatching(/^urn:liaison-hub:problem:/),
    status,
    code: code ?? expect.stringMatching(/^[a-z-]+\/[a-z-]+$/),
    titles: { en: expect.stringMatching(/.{10}/), fr: expect.stringMatching(/.{10}/) },
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(body.title).toBe(body.titles.en);
  expect(body.titles.en).not.toBe(body.titles.fr);
  for (const { pointer, details } of body.errors ?? []) {
    expect(pointer).toMatch(/^\//);
    expect(details).toMatchObject({ en: expect.stringMatching(/./), fr: expect.stringMatching(/./) });
  }
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|\.js:|select |SyntaxError|liaison_request/);
}

const pointersOf = (answer: TestAnswer): string[] =>
  (answer.body.errors ?? []).map((error: { pointer: string }) => error.pointer).sort();

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('a body that cannot be read', () => {
  it.each([
    ['an open brace', '{'],
    ['half a string', '{"kind":"housing'],
    ['no JSON', 'kind=housing_gap'],
    ['a comma too many', '{"kind":"housing_gap",}'],
    ['nothing', ''],
    ['a byte order mark alone', '\ufeff'],
    ['two documents', '{}{}'],
    ['a prototype', '{"__proto__":{"role":"admin"}}'],
    ['a constructor', '{"constructor":{"prototype":{"role":"admin"}}}'],
  ])('%s: 400', async (_, body) => {
    expectProblem(await file(body), [400]);
  });

  it.each([['application/xml'], ['multipart/form-data; boundary=x'], ['nonsense']])(
    'the content type %s: 415',
    async (type) => {
      expectProblem(await file(filing(), { 'content-type': type }), [415], 'request/unsupported-media-type');
    },
  );

  it.each([['text/plain'], ['application/x-www-form-urlencoded']])(
    '%s is not JSON either: 415',
    async (type) => {
      expectProblem(await file('kind=housing_gap&needs=emergency_bed', { 'content-type': type }), [415]);
      expectProblem(await file(filing(), { 'content-type': type }), [415]);
    },
  );

  it('300 KB: 413', async () => {
    expectProblem(await file(filing({ kind: 'x'.repeat(300_000) })), [413], 'request/too-large');
  });
});

describe('a body of the wrong form', () => {
  it.each([
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"text"'],
    ['true', 'true'],
    ['a list', '[]'],
    ['a list of bodies', JSON.stringify([filing()])],
  ])('%s in place of an object', async (_, body) => {
    expectProblem(await file(body), [400]);
  });

  it('every missing field is named at once, by JSON pointer', async () => {
    const answer = await file({});
    expectProblem(answer, [400], 'request/invalid');
    expect(pointersOf(answer)).toEqual(['/kind', '/needs', '/regionCode', '/urgency']);
  });

  it.each([
    ['senderOrganizationId', '/senderOrganizationId'],
    ['a/b', '/…'],
    ['Marie Tremblay, 613 555 0142', '/…'],
    ['', '/…'],
  ])(
    'an unknown field %j is refused by its pointer, which repeats no name that no field could have (R12)',
    async (name, pointer) => {
      const answer = await file(filing({ [name]: randomUUID() }));
      expectProblem(answer, [400], 'request/invalid');
      expect(pointersOf(answer)).toEqual([pointer]);
    },
  );

  const odd: readonly [string, unknown][] = [
    ['null', null],
    ['a number', 7],
    ['a huge number', 1e308],
    ['a negative zero', -0],
    ['a truth', true],
    ['a list', [[[]]]],
    ['an object', { $gt: '' }],
    ['NUL', 'housing_gap\u0000'],
    ['NUL alone', '\u0000'],
    ['half a surrogate', '\ud800'],
    ['a long text', 'x'.repeat(100_000)],
    ['SQL', `' or 1 = 1; --`],
    ['a template', '{{7*7}}${7*7}'],
    ['a path', '../../etc/passwd'],
    ['an override of direction', '\u202egap'],
  ];
  it.each(
    ['kind', 'needs', 'regionCode', 'urgency', 'language'].flatMap((field) =>
      odd.map(([what, value]) => [field, what, value] as const),
    ),
  )('%s that is %s', async (field, _, value) => {
    const answer = await file(filing({ [field]: value }));
    expectProblem(answer, [400], 'request/invalid');
    expect(pointersOf(answer)).toEqual([`/${field}`]);
  });

  it.each(odd)('one of the needs that is %s', async (_, value) => {
    expectProblem(await file(filing({ needs: ['emergency_bed', value] })), [400], 'request/invalid');
  });

  it('a number beyond every number', async () => {
    const body = JSON.stringify(filing()).replace('"urgent"', '1' + '0'.repeat(5_000));
    expectProblem(await file(body), [400], 'request/invalid');
  });

  it('ten thousand needs', async () => {
    expectProblem(await file(filing({ needs: Array.from({ length: 10_000 }, () => 'pets') })), [400]);
  });

  it.each([
    ['1,000 lists', nested(1_000)],
    ['100,000 lists', nested(100_000)],
    ['40,000 objects', nestedObjects(40_000)],
    ['100,000 lists in a field', JSON.stringify(filing({ needs: 'x' })).replace('"x"', nested(100_000))],
    [
      '40,000 objects in a field',
      JSON.stringify(filing({ needs: 'x' })).replace('"x"', nestedObjects(40_000)),
    ],
    [
      '40,000 objects in an unknown field',
      JSON.stringify(filing({ y: 'x' })).replace('"x"', nestedObjects(40_000)),
    ],
  ])('nesting of %s', async (_, body) => {
    expectProblem(await file(body), [400]);
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    ['no UUID', 'not-a-uuid'],
    ['a UUID of nothing', randomUUID()],
    ['zeros', '00000000-0000-0000-0000-000000000000'],
    ['a number', '1'],
    ['NUL', '%00'],
    ['half an escape', '%E0%A4%A'],
    ['a path upwards', '..%2f..%2fetc'],
    ['SQL', `'%20or%201=1`],
    ['a long id', 'a'.repeat(150)],
    ['an id that is too long', 'a'.repeat(5_000)],
  ])('%s as an id', async (_, id) => {
    for (const path of [`/v1/liaison-requests/${id}`, `/v1/liaison-requests/${id}/timeline`])
      expectProblem(await app.call('GET', path, ngo), [400, 404, 414]);
    expectProblem(await app.call('POST', `/v1/liaison-requests/${id}/withdraw`, ngo, {}), [400, 404, 414]);
    expectProblem(
      await app.call(
        'POST',
        `/v1/taskings/${id}/answer`,
        { ...office, role: 'department_officer' },
        { answerCode: 'other' },
      ),
      [400, 404, 414],
    );
  });

  it.each([
    ['/'],
    ['/v1'],
    ['/v2/liaison-requests'],
    ['/v1/liaison-requests/'],
    ['//v1'],
    ['/.env'],
    ['/v1/%2e%2e'],
  ])('the path %s', async (path) => {
    const answer = await app.call('GET', path, ngo);
    if (answer.status !== 200) expectProblem(answer, [400, 404]);
    expect(answer.status).toBeLessThan(500);
  });

  it.each(['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'TRACE'] as const)('the method %s', async (method) => {
    const { statusCode } = await app.nest.inject({ method: method as 'PUT', url: '/v1/liaison-requests' });
    expect([400, 404, 405]).toContain(statusCode);
  });

  it.each([
    ['limit=0'],
    ['limit=-1'],
    ['limit=101'],
    ['limit=1e9'],
    ['limit=1.5'],
    ['limit=x'],
    ['limit='],
    ['limit=NaN'],
    ['limit=Infinity'],
    ['limit=99999999999999999999'],
    ['limit=1&limit=2'],
    ['limit[]=1'],
    ['after=x'],
    ['after=%00'],
    ['after=1&after=2'],
    ['state=painted'],
    ['state=%00'],
    ['waiting=you'],
    ['unknown=1'],
    ['__proto__[x]=1'],
    ['%E0%A4%A=1'],
  ])('the query %s', async (query) => {
    const answer = await app.call('GET', `/v1/liaison-requests?${query}`, ngo);
    expectProblem(answer, [400]);
  });

  it('a page after an id that there is not is an empty or a shorter page', async () => {
    const after = '00000000-0000-4000-8000-000000000000';
    const { status, body } = await app.call('GET', `/v1/liaison-requests?after=${after}`, ngo);
    expect({ status, body }).toEqual({ status: 200, body: { items: [], next: null } });
  });
});

describe('headers', () => {
  it.each([
    ['empty', ''],
    ['of 256 characters', 'x'.repeat(256)],
    ['of 100,000 characters', 'x'.repeat(100_000)],
    ['with a tab', 'a\tb'],
    ['with a letter that is not ASCII', 'clé'],
  ])('an Idempotency-Key that is %s: 400', async (_, key) => {
    expectProblem(await file(filing(), { 'idempotency-key': key }), [400], 'idempotency-key/missing');
  });

  it('a POST without Idempotency-Key: 400', async () => {
    const response = await app.nest.inject({
      method: 'POST',
      url: '/v1/liaison-requests',
      headers: { authorization: `Bearer ${await app.issuer.token(ngo)}`, 'content-type': 'application/json' },
      payload: JSON.stringify(filing()),
    });
    const answer = {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      body: JSON.parse(response.payload) as unknown,
    };
    expectProblem(answer, [400], 'idempotency-key/missing');
  });

  it('an Idempotency-Key with quotes and SQL in it is a key like any other', async () => {
    const key = `"'; drop table idempotency_key; --${randomUUID()}`;
    const [first, second] = [
      await file(filing(), { 'idempotency-key': key }),
      await file(filing(), { 'idempotency-key': key }),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
  });

  it.each([['rehearsal'], [''], ['ACTUAL'], ['actual, test'], ['x'.repeat(10_000)]])(
    'the Hub-Mode %j: 400',
    async (mode) => {
      expectProblem(await file(filing(), { 'hub-mode': mode }), [400], 'request/unknown-mode');
    },
  );

  it.each([['3'], ['"x"'], ['"-1"'], ['"99999999999999"'], ['"1", "2"']])(
    'the If-Match %s: 400',
    async (tag) => {
      const { id } = (await file()).body;
      const answer = await app.call(
        'POST',
        `/v1/liaison-requests/${id}/withdraw`,
        ngo,
        {},
        { 'if-match': tag },
      );
      expectProblem(answer, [400], 'request/malformed-if-match');
    },
  );

  it.each([['x'], ['00-0-0-00'], [`00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`], ['x'.repeat(10_000)]])(
    'the traceparent %j does no harm',
    async (traceparent) => {
      const answer = await file(filing(), { traceparent });
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
    },
  );

  it('of 20 KB are refused before anything is read', async () => {
    const status = await new Promise<number>((resolve, reject) =>
      httpRequest(
        { port, path: '/v1/liaison-requests', headers: { 'x-long': 'x'.repeat(20_000) } },
        (response) => {
          response.resume();
          resolve(response.statusCode!);
        },
      )
        .once('error', reject)
        .end(),
    );
    expect([400, 431]).toContain(status);
  });

  it.each([
    ['no HTTP', 'HELLO\r\n\r\n'],
    [
      'two lengths',
      'POST /v1/liaison-requests HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}',
    ],
    [
      'a length and chunks',
      'POST /v1/liaison-requests HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no host', 'GET /v1/liaison-requests HTTP/1.1\r\n\r\n'],
  ])('%s on the wire: a 4xx, and the app lives', async (_, text) => {
    const answer = await new Promise<string>((resolve, reject) => {
      let got = '';
      const socket = connect(port, '127.0.0.1', () => socket.end(text));
      socket.on('data', (chunk) => (got += chunk.toString()));
      socket.once('close', () => resolve(got)).once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await file()).status).toBe(201);
  });

  it.each([
    ['fr', 'fr'],
    ['fr-CA, en;q=0.5', 'fr'],
    ['en;q=0.2, fr;q=0.9', 'fr'],
    ['en, fr', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    [';;;q=,,;q=9', 'en'],
    ['x'.repeat(5_000), 'en'],
  ])('Accept-Language %s gives the title in its language (R60)', async (accepted, language) => {
    const { body, headers } = await file({}, { 'accept-language': accepted });
    expect([headers['content-language'], body.title]).toEqual([language, body.titles[language]]);
  });
});

describe('a token', () => {
  const claims = (change: JWTPayload = {}) => ({ ...ngo, member: randomUUID(), ...change });
  const sign = (change: JWTPayload = {}, header: object = {}, key = app.issuer.privateKey) =>
    new SignJWT({ iss: app.issuer.issuer, aud: 'liaison-hub', ...claims(change) })
      .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt', ...header })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const listWith = (authorization: string) =>
    app.call('GET', '/v1/liaison-requests', null, undefined, { authorization });

  it('that is right is taken: the others fail for what they are', async () => {
    expect((await listWith(`Bearer ${await sign()}`)).status).toBe(200);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['expired', () => app.issuer.token(ngo, { expiresIn: '-5m' })],
    ['for another audience', () => app.issuer.token(ngo, { audience: 'another-hub' })],
    ['of another issuer', () => sign({ iss: 'https://elsewhere.example' })],
    [
      'of another issuer, with its own key',
      async () => {
        const other = await testIssuer();
        const token = await other.token(ngo);
        await other.close();
        return token;
      },
    ],
    ['signed by another key', async () => sign({}, {}, (await generateKeyPair('ES256')).privateKey)],
    ['signed by a key that nobody knows', () => sign({}, { kid: 'unknown' })],
    ['of another type', () => sign({}, { typ: 'JWT' })],
    ['for later', () => sign({ nbf: Math.floor(Date.now() / 1000) + 3_600 })],
    ['without an organization', () => sign({ organization: undefined })],
    ['with an organization that is no UUID', () => sign({ organization: `' or 1 = 1` })],
    ['with a list of organizations', () => sign({ organization: [ngo.organization] })],
    ['without a member', () => sign({ member: undefined })],
    ['with a role that there is not', () => sign({ role: 'superuser' })],
    ['with a list of roles', () => sign({ role: ['ngo_worker', 'admin'] })],
    [
      'with alg none',
      () => {
        const body = { ...claims(), iss: app.issuer.issuer, aud: 'liaison-hub', exp: 4_000_000_000 };
        return `${part({ alg: 'none', typ: 'at+jwt' })}.${part(body)}.`;
      },
    ],
    [
      'with a shared secret in place of a key',
      () =>
        new SignJWT({ iss: app.issuer.issuer, aud: 'liaison-hub', ...claims() })
          .setProtectedHeader({ alg: 'HS256', kid: 'test', typ: 'at+jwt' })
          .setExpirationTime('5m')
          .sign(Buffer.from('a secret of thirty-two characters')),
    ],
    [
      'with another body',
      async () => {
        const [header, , signature] = (await sign()).split('.');
        return `${header}.${part({ ...claims({ role: 'admin' }), exp: 4_000_000_000 })}.${signature}`;
      },
    ],
    ['without a signature', async () => (await sign()).split('.').slice(0, 2).join('.')],
    ['that is none', () => 'x'],
    ['that is dots', () => '..'],
    ['of 10,000 characters', () => 'x'.repeat(10_000)],
  ])('%s: 401', async (_, make) => {
    const answer = await listWith(`Bearer ${await make()}`);
    expectProblem(answer, [401], 'token/invalid');
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it.each([['Basic bmdvOm5nbw=='], ['Bearer'], ['Bearer '], ['bearer a b'], ['']])(
    'in place of which comes %j: 401',
    async (authorization) => {
      expectProblem(await listWith(authorization), [401], 'token/missing');
    },
  );

  it('of the wrong role: 403, with the roles that may', async () => {
    const answer = await app.call('GET', '/v1/liaison-requests', { ...ngo, role: 'provider_worker' });
    expectProblem(answer, [403], 'role/forbidden');
    expect(answer.body.yourRole).toBe('provider_worker');
  });

  it('is checked before the body is looked at', async () => {
    expectProblem(await app.call('POST', '/v1/liaison-requests', null, { kind: 1 }), [401], 'token/missing');
  });
});

describe('texts that are free', () => {
  const admin = { organization: officeOrganization, role: 'admin' } as const;
  let directory: Awaited<ReturnType<typeof testApp>>;

  beforeAll(async () => {
    directory = await testApp('directory', { module: DirectoryModule, migrations: directoryMigrations });
  });
  afterAll(() => directory.close());

  const register = (name: object) =>
    directory.call('POST', '/v1/organizations', admin, {
      name: { en: 'A name', fr: 'Un nom', ...name },
      type: 'ngo',
    });

  it.each([
    ['a NUL', '\u0000'],
    ['half a surrogate', '\ud83c'],
    ['the other half', '\udfe0 '],
  ])('hold no %s, which no database holds', async (_, odd) => {
    const answer = await register({ fr: `Un nom${odd}` });
    expectProblem(answer, [400], 'request/invalid');
    expect(pointersOf(answer)).toEqual(['/name/fr']);
  });

  it.each([
    ['an override of direction', '\u202eeman'],
    ['markup', '<script>alert(1)</script>'],
    ['SQL', `'; drop table organization; --`],
    ['signs of many planes', '🏠 शरण ᐃᓪᓗ'],
  ])('may hold %s: it is text, and nothing else', async (_, en) => {
    const answer = await register({ en });
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
    const read = await directory.call('GET', `/v1/organizations/${answer.body.id}`, admin);
    expect(read.status).toBe(200);
    expect(read.headers['content-type']).toContain('application/json');
  });
});

it('after all of it the app still works, and nothing odd was stored', async () => {
  expect((await file()).status).toBe(201);
  const { body } = await app.call('GET', '/v1/liaison-requests?limit=100', ngo);
  for (const item of body.items) expect(item).toMatchObject({ kind: 'housing_gap', regionCode: 'CA-ON' });
  expect(body.items.length).toBeGreaterThan(0);
});
