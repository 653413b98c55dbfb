import type { Draw } from './draw.js';
import { resolved, type ApiDocument, type Schema } from './document.js';

/** Text that stands in the body as it is: numbers that JavaScript cannot hold, and what is no JSON at all. */
export class Raw {
  constructor(readonly text: string) {}
}

/** Members of an object in the order they are written, so that a name may come twice. */
export class Members {
  constructor(readonly entries: readonly (readonly [name: string, value: unknown])[]) {}
}

/** Stands in every hostile text: no refusal may give it back. */
export const mark = 'qzq7';

const nested = (depth: number) => new Raw(`${'['.repeat(depth)}${']'.repeat(depth)}`);
const nestedObjects = (depth: number) => new Raw(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

export const hostileTexts: readonly string[] = [
  `${mark}\u0000`,
  `\u0000`,
  `${mark}\ud800`,
  `\udfff${mark}`,
  `${mark}\u202e`,
  `${mark}\u0007\u001b[31m`,
  `\ufeff${mark}`,
  `${mark}' or '1'='1`,
  `'; drop table organization; -- ${mark}`,
  `${mark}\r\nSet-Cookie: a=b`,
  `${mark}\r\n\r\n<html>`,
  `<script>${mark}</script>`,
  `{{${mark}}}\${${mark}}`,
  `../../../../etc/passwd?${mark}`,
  `http://169.254.169.254/${mark}`,
  `file:///etc/passwd#${mark}`,
  mark.repeat(2_000),
  mark.repeat(50_000),
  `${mark}%00%0d%0a`,
  `é${mark}`.normalize('NFD'),
  `ﷺ${mark}`,
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  'null',
  'NaN',
  '-0',
  '1e400',
  '99999999999999999999',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '294277-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-12-31T23:59:60Z',
  '00000000-0000-0000-0000-000000000000',
];

export const hostileValues: readonly unknown[] = [
  ...hostileTexts,
  null,
  true,
  0,
  -1,
  new Raw('-0'),
  new Raw('1e400'),
  new Raw('-1e400'),
  new Raw('1e-400'),
  new Raw('9007199254740993'),
  new Raw('2147483648'),
  new Raw('-9223372036854775809'),
  new Raw(`1${'0'.repeat(5_000)}`),
  new Raw('0.1000000000000000055511151231257827'),
  1.5,
  [],
  [[[]]],
  [null],
  {},
  { $gt: '' },
  { toString: 'x' },
  { length: 1_000_000 },
  new Members([['__proto__', { admin: true }]]),
  new Members([['constructor', { prototype: { admin: true } }]]),
  new Members([
    ['a', 1],
    ['a', mark],
  ]),
  nested(40),
  nested(2_000),
  nestedObjects(31),
  nestedObjects(2_000),
  Array.from({ length: 5_000 }, (_, index) => index),
  new Raw('"\\ud800"'),
  new Raw('"\\u0000"'),
];

/** JSON of a value, with what JSON.stringify would not write. */
export function written(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (value instanceof Members)
    return `{${value.entries.map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (value !== null && typeof value === 'object')
    return written(new Members(Object.entries(value).filter(([, member]) => member !== undefined)));
  return JSON.stringify(value) ?? 'null';
}

/** Values of a property's name that the hub gave earlier: ids of things that there are. */
export type Known = (name: string) => readonly string[];

/** A value of the form that the schema asks for. */
export function valid(
  schema: Schema,
  context: { draw: Draw; schemas: ApiDocument['schemas']; known: Known },
  name = '',
): unknown {
  const { draw, schemas, known } = context;
  const { type, ...rest } = resolved(schema, schemas);
  const types = typeof type === 'string' ? [type] : (type ?? ['object']);
  const kind = draw.of(types);
  if (rest.const !== undefined) return rest.const;
  if (kind === 'string' && rest.example !== undefined && draw.chance(0.5)) return rest.example;
  if (rest.enum) return draw.of(rest.enum);
  if (kind === 'null') return null;
  if (kind === 'boolean') return draw.chance(0.5);
  if (kind === 'integer' || kind === 'number') {
    const least = rest.minimum ?? 0;
    return draw.whole(least, Math.min(rest.maximum ?? least + 20, least + 1_000));
  }
  if (kind === 'array') {
    const count = draw.whole(rest.minItems ?? 0, Math.min(rest.maxItems ?? 3, (rest.minItems ?? 0) + 3));
    if (Array.isArray(rest.example) && draw.chance(0.5)) return rest.example;
    return [
      ...new Set(Array.from({ length: count }, () => valid(rest.items ?? { type: 'string' }, context, name))),
    ];
  }
  if (kind === 'object') {
    const required = new Set(rest.required ?? []);
    return Object.fromEntries(
      Object.entries(rest.properties ?? {})
        .filter(([property]) => required.has(property) || draw.chance(0.6))
        .map(([property, of]) => [property, valid(of, context, property)]),
    );
  }
  const given = known(name);
  if (given.length > 0 && draw.chance(0.9)) return draw.of(given);
  if (rest.example !== undefined && draw.chance(0.9)) return rest.example;
  if (rest.examples?.length && draw.chance(0.95)) return draw.of(rest.examples);
  if (rest.format === 'uuid') return draw.uuid();
  if (rest.format === 'date-time')
    return new Date(Date.now() + draw.whole(-86_400_000, 86_400_000)).toISOString();
  if (rest.format === 'date') return new Date().toISOString().slice(0, 10);
  if (rest.format === 'uri') return 'https://partner.example/events';
  return `text ${draw.hex(8)}`.slice(0, rest.maxLength).padEnd(rest.minLength ?? 0, 'x');
}

/** The value with one place of it spoilt: a member missing, one too many, one of another type, one beyond its bounds. */
export function nearlyValid(value: unknown, draw: Draw): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0 || draw.chance(0.3)) return draw.of<unknown>([[...value, ...value], {}, [null]]);
    const place = draw.whole(0, value.length - 1);
    return value.map((member, index) => (index === place ? nearlyValid(member, draw) : member));
  }
  if (value !== null && typeof value === 'object') {
    const names = Object.keys(value);
    if (names.length === 0 || draw.chance(0.25)) return { ...value, [`unknown${mark}`]: 1 };
    const chosen = draw.of(names);
    if (draw.chance(0.25))
      return Object.fromEntries(Object.entries(value).filter(([name]) => name !== chosen));
    return {
      ...value,
      [chosen]: nearlyValid((value as Record<string, unknown>)[chosen], draw),
    };
  }
  if (typeof value === 'number') return draw.of([value + 0.5, -value - 1, value + 1_000_000, String(value)]);
  if (typeof value === 'string')
    return draw.of<unknown>([
      `${value}x`,
      value.slice(1),
      value.toUpperCase(),
      ` ${value}`,
      [value],
      null,
      '',
      0,
    ]);
  return draw.of<unknown>([String(value), 0, null, []]);
}

/** The value with one place of it hostile, or more members than anybody asked for. */
export function hostile(value: unknown, draw: Draw): unknown {
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && draw.chance(0.85)) {
    const entries = Object.entries(value);
    if (entries.length === 0 || draw.chance(0.2)) {
      const name = draw.of(['__proto__', 'constructor', 'prototype', mark, `${mark}/~`, '', 'toString']);
      return new Members([...entries, [name, draw.of(hostileValues)]]);
    }
    const chosen = draw.whole(0, entries.length - 1);
    if (draw.chance(0.1)) return new Members([...entries, [entries[chosen]![0], draw.of(hostileValues)]]);
    return new Members(
      entries.map(([name, member], index) => [name, index === chosen ? hostile(member, draw) : member]),
    );
  }
  if (Array.isArray(value) && value.length > 0 && draw.chance(0.5))
    return [...value.slice(1), hostile(value[0], draw)];
  return draw.of(hostileValues);
}
