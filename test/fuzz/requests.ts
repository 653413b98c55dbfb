import { roles } from '#libs/kernel';
import { clients, type DemonstrationClient } from '../../infra/local/parties.js';
import type { Draw } from './draw.js';
import { resolved, type ApiDocument, type Operation } from './document.js';
import { hostile, hostileTexts, mark, nearlyValid, valid, written, type Known } from './values.js';

export type Temper = 'valid' | 'nearly valid' | 'hostile';

/** Who calls: with a fitting token or not. */
export type CallerKind = 'fitting' | 'stranger' | 'wrong role' | 'nobody' | 'nonsense';

export interface FuzzRequest {
  readonly operation: Operation;
  readonly temper: Temper;
  readonly caller: CallerKind;
  /** Whose token it brings. */
  readonly client: Pick<DemonstrationClient, 'role' | 'organizationId' | 'memberId'> | undefined;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Of parameters that make an answer wait, this many seconds at most are asked for. */
const waitSecondsMax = 1;

/** One request for the operation: valid, nearly valid or hostile, by whomever. */
export function requestFor(
  operation: Operation,
  { draw, schemas, known }: { draw: Draw; schemas: ApiDocument['schemas']; known: Known },
): FuzzRequest {
  const temper = draw.of<Temper>(['valid', 'valid', 'nearly valid', 'hostile', 'hostile']);
  const caller: CallerKind = draw.chance(0.75)
    ? 'fitting'
    : draw.of<CallerKind>(['stranger', 'wrong role', 'nobody', 'nonsense']);
  const context = { draw, schemas, known };
  // What is spoilt: one part of the request, so that the others let it through to there.
  const parts = ['path', 'headers', ...(operation.body ? ['body', 'body', 'body', 'text'] : [])];
  if (operation.parameters.some((parameter) => parameter.in === 'query')) parts.push('query', 'query');
  const spoilt = temper === 'valid' ? '' : draw.of(parts);

  const target = targetOf(operation, temper, spoilt, context);
  const headers: [string, string][] = [
    ['host', 'hub.example'],
    ['connection', 'close'],
    ['accept-language', draw.of(['en', 'fr', 'fr-CA, en;q=0.5', '*'])],
  ];
  if (operation.method !== 'GET') {
    headers.push(['idempotency-key', draw.uuid()]);
    if (draw.chance(0.3)) headers.push(['hub-mode', draw.of(['actual', 'exercise', 'test'])]);
    if (draw.chance(0.1)) headers.push(['if-match', `"${draw.whole(0, 5)}"`]);
  }
  if (caller === 'nonsense') headers.push(['authorization', draw.of(nonsenseTokens)]);
  let body: Buffer = Buffer.alloc(0);
  if (operation.body) {
    const value = valid(operation.body, context);
    const spoil = temper === 'hostile' ? hostile : nearlyValid;
    body = Buffer.from(written(spoilt === 'body' ? spoil(value, draw) : value));
    headers.push(['content-type', draw.of(['application/json', 'application/json; charset=utf-8'])]);
    if (spoilt === 'text') body = spoiltText(body, draw);
  }
  if (body.length > 0) headers.push(['content-length', String(body.length)]);
  return {
    operation,
    temper,
    caller,
    client: clientFor(operation, caller, draw),
    method: operation.method,
    target,
    headers: spoilt === 'headers' ? spoiltHeaders(headers, draw) : headers,
    body,
  };
}

/** The bytes on the wire, with the token where it brings one. */
export function bytesOf(request: FuzzRequest, token: string | undefined): Buffer {
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ...(token === undefined ? [] : [`authorization: Bearer ${token}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), request.body]);
}

const nonsenseTokens = [
  'Bearer',
  'Bearer ',
  'Bearer x',
  'Bearer ..',
  `Bearer ${'x'.repeat(4_000)}`,
  'Basic bmdvOm5nbw==',
  'Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.e30.',
  'Bearer a b',
  '\u00e9',
];

function clientFor(operation: Operation, caller: CallerKind, draw: Draw): FuzzRequest['client'] {
  if (caller === 'nobody' || caller === 'nonsense') return undefined;
  const may = operation.roles.length > 0 ? operation.roles : roles;
  if (caller === 'wrong role') {
    const others = roles.filter((role) => !may.includes(role));
    return others.length === 0
      ? undefined
      : { role: draw.of(others), organizationId: draw.of(clients).organizationId, memberId: draw.uuid() };
  }
  const fitting = clients.filter(({ role }) => may.includes(role));
  return caller === 'fitting' && fitting.length > 0
    ? draw.of(fitting)
    : { role: draw.of(may), organizationId: draw.uuid(), memberId: draw.uuid() };
}

function targetOf(
  operation: Operation,
  temper: Temper,
  spoilt: string,
  context: { draw: Draw; schemas: ApiDocument['schemas']; known: Known },
): string {
  const { draw, schemas } = context;
  const spoilsPath = spoilt === 'path';
  const text = (value: unknown, spoil: boolean): string => {
    if (!spoil) return encodeURIComponent(String(value));
    if (temper === 'nearly valid')
      return encodeURIComponent(
        draw.of([`${String(value)}x`, String(value).toUpperCase(), draw.uuid(), '1', '-1', '0.5', 'true']),
      );
    return draw.of([
      encodedAnyhow(draw.of(hostileTexts)),
      '%',
      '%zz',
      '%E0%A4%A',
      '%c0%af',
      '%ff%fe',
      '%00',
      '..%2f..%2foperations',
      `${String(value)};${mark}=1`,
      'a'.repeat(draw.of([150, 201, 3_000])),
    ]);
  };
  let path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    const collection = operation.path.split(`/{${name}}`)[0]!.split('/').at(-1)!;
    return text(
      valid(parameter?.schema ?? { type: 'string' }, context, name === 'id' ? collection : name),
      spoilsPath,
    );
  });
  if (spoilsPath && temper === 'hostile' && draw.chance(0.3)) {
    path = draw.of([
      `/${path}`,
      `${path}/`,
      `${path}//`,
      path.replace('/v1/', '/V1/'),
      path.replace('/v1/', '/v1//'),
      path.replace('/v1/', '/v1/./'),
      path.replace('/v1/', '/v1/%2e/'),
      `${path}/../../../metrics`,
      `${path}/%2e%2e/%2e%2e/%2e%2e/metrics`,
      `${path}\\..\\metrics`,
      `${path}#${mark}`,
      `http://elsewhere.example${path}`,
      `${path}%20`,
      `${path};${mark}`,
    ]);
  }
  const pairs: string[] = [];
  const queries = operation.parameters.filter((parameter) => parameter.in === 'query');
  const spoiltQuery = spoilt === 'query' ? draw.of(queries) : undefined;
  for (const parameter of queries) {
    const isSpoilt = parameter === spoiltQuery;
    if (!isSpoilt && !parameter.required && draw.chance(0.6)) continue;
    const schema = resolved(parameter.schema, schemas);
    const bounded = parameter.name === 'wait' ? { ...schema, maximum: waitSecondsMax } : schema;
    pairs.push(`${parameter.name}=${text(valid(bounded, context, parameter.name), isSpoilt)}`);
    if (isSpoilt && draw.chance(0.2)) pairs.push(pairs.at(-1)!);
    if (isSpoilt && draw.chance(0.1)) pairs.push(`${parameter.name}[${mark}]=1`);
  }
  if (spoilt === 'query' && draw.chance(0.15))
    pairs.push(draw.of([`${mark}=1`, '__proto__[x]=1', 'constructor=1', '%E0%A4%A=1', '&&&===', `=${mark}`]));
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

/** Percent-encoded as UTF-8, half surrogates and all; what cannot stand in a request line always is. */
function encodedAnyhow(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      /[\w.~/'()=;,:@!$*-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

/** What is no JSON any more, or JSON that is read in two ways. */
function spoiltText(body: Buffer, draw: Draw): Buffer {
  const text = body.toString();
  return draw.of([
    () => body.subarray(0, draw.whole(0, Math.max(0, body.length - 1))),
    () => Buffer.concat([body, Buffer.from(draw.of(['}', ',', ' x', '\u0000', text]))]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    () => Buffer.from(text.replace('"', '\u0000"')),
    () => Buffer.from(text, 'utf16le'),
    // Overlong "/", a lone continuation byte, a surrogate in UTF-8, and one beyond Unicode.
    () =>
      Buffer.concat([
        Buffer.from('{"kind":"'),
        draw.of([[0xc0, 0xaf], [0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]).length > 0
          ? Buffer.from(draw.of([[0xc0, 0xaf], [0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]))
          : Buffer.alloc(0),
        Buffer.from('"}'),
      ]),
    () => Buffer.from(`${text.slice(0, -1)},"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
    () => Buffer.from(`${text.slice(0, -1)},"a":"${'x'.repeat(300_000)}"}`),
    () => Buffer.from(`${' '.repeat(1_000)}${text}`),
    () => Buffer.from(draw.of(['null', '1', '"text"', '[]', `[${text}]`, 'true', '', '{}{}', 'NaN'])),
    () => Buffer.from(text.replaceAll(/"([^"]*)":/g, '"$1":null,"$1":')),
  ])();
}

function spoiltHeaders(headers: readonly [string, string][], draw: Draw): [string, string][] {
  const without = (...names: string[]) => headers.filter(([name]) => !names.includes(name));
  const instead = (name: string, value: string): [string, string][] => [...without(name), [name, value]];
  return draw.of<() => [string, string][]>([
    () => without('idempotency-key'),
    () =>
      instead('idempotency-key', draw.of(['', 'x'.repeat(256), `${mark}\u0001`, `\u00e9${mark}`, 'a\tb'])),
    () => instead('hub-mode', draw.of(['', mark, 'ACTUAL', 'actual, test', 'x'.repeat(5_000)])),
    () => instead('if-match', draw.of(['3', mark, '"99999999999999"', '"1", "2"', '*', 'W/"1"'])),
    () => instead('content-type', draw.of(['text/plain', 'text/html', mark, 'application/xml', ''])),
    () => instead('content-type', 'multipart/form-data; boundary=x'),
    () => instead('content-type', `application/json; charset=${draw.of(['utf-16', 'latin1', mark])}`),
    () => [...headers, ['content-encoding', draw.of(['gzip', 'br', mark, 'identity'])]],
    () => instead('accept-language', draw.of(['x'.repeat(4_000), ';;;q=,,;q=9', mark, 'fr;q=2, en;q=NaN'])),
    () => [...headers, ['traceparent', draw.of([mark, `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, ''])]],
    () => [...headers, ['tracestate', mark]],
    () => [...headers, ['x-http-method-override', draw.of(['DELETE', 'PUT', 'GET'])]],
    () => [...headers, ['x-forwarded-for', draw.of(['127.0.0.1', mark, '::1, ::1'])], ['forwarded', mark]],
    () => [
      ...headers,
      ['x-forwarded-host', mark],
      ['x-forwarded-proto', mark],
      ['x-original-url', '/metrics'],
    ],
    () => [...without('connection'), ['connection', 'close, authorization, idempotency-key, content-type']],
    () => [...headers, ['range', 'bytes=0-1'], ['if-none-match', '*'], ['if-modified-since', mark]],
    () => [...headers, ['accept', draw.of(['text/html', 'application/xml', mark])]],
    () => [...headers, ['accept-encoding', draw.of(['gzip, br', mark])]],
    () => [...headers, ['cookie', `a=${mark}; __proto__=1`], ['origin', `https://${mark}.example`]],
    () => [...headers, ['upgrade', draw.of(['websocket', 'h2c'])], ['http2-settings', mark]],
    () => [...headers, ['__proto__', mark], ['constructor', mark], ['tostring', mark]],
    () => [...headers, ['x-long', 'x'.repeat(10_000)]],
    () => instead('host', draw.of([mark, 'a:b@c', '', 'localhost:1', '[::1'])),
    () => [...headers, ['expect', '100-continue']],
    () => [...headers, ['authorization', 'Bearer x']],
    () => [...headers, ['x-injected', `a${mark}\r\nx-second: b`]],
  ])();
}
