import { apiDocument, type Schema } from '../fuzz/document.js';

export interface Operation {
  /** The `operationId`, as in the access table. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its parameters in braces. */
  readonly path: string;
  readonly body: Schema | undefined;
  readonly queries: readonly string[];
}

const document = apiDocument();

/** Every operation of the generated API document. */
export const operations: readonly Operation[] = document.operations.map(
  ({ id, method, path, body, parameters }) => ({
    name: id,
    method: method as Operation['method'],
    path,
    body,
    queries: parameters.flatMap(({ name, in: place }) => (place === 'query' ? [name] : [])),
  }),
);

const regionCode = '3520005';

/** A value that fits the schema; of an object all fields, or those alone that it needs. */
export function sampleOf(
  schema: Schema,
  which: 'every field' | 'needed fields',
  known: Readonly<Record<string, unknown>> = {},
  name = '',
): unknown {
  if (schema.$ref) return sampleOf(document.schemas[schema.$ref.split('/').at(-1)!]!, which, known, name);
  if (schema.allOf) return sampleOf(schema.allOf[0]!, which, known, name);
  if (Object.hasOwn(known, name)) return known[name];
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([field]) => which === 'every field' || schema.required?.includes(field))
          .map(([field, inner]) => [field, sampleOf(inner, which, known, field)]),
      );
    case 'array':
      return [sampleOf(schema.items!, which, known, name)];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    default:
      if (/regionCode/.test(name)) return regionCode;
      if (schema.format === 'uuid') return crypto.randomUUID();
      if (schema.format === 'date-time') return new Date().toISOString();
      if (schema.format === 'date') return new Date().toISOString().slice(0, 10);
      return 'text';
  }
}

/** Places of a value that hold a string, each as a list of names and indexes. */
export function textPlaces(value: unknown, place: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'string') return [[...place]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    textPlaces(inner, [...place, Array.isArray(value) ? Number(name) : name]),
  );
}

/** A copy with another string in that place. */
export function withText<Value>(value: Value, place: readonly (string | number)[], text: string): Value {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let inner = copy;
  for (const step of place.slice(0, -1)) inner = inner[step] as typeof inner;
  if (place.length > 0) inner[place.at(-1)!] = text;
  return copy as Value;
}
