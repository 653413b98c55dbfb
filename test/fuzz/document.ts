import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '#libs/kernel';

/** As much of JSON Schema as the API document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly needsToken: boolean;
  /** Who may call it; empty where no token is needed. */
  readonly roles: readonly Role[];
  /** Schema of the body of each documented answer, by status and media type. */
  readonly answers: ReadonlyMap<number, Readonly<Record<string, Schema>>>;
}

export interface ApiDocument {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface Written {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string;
        parameters?: Parameter[];
        requestBody?: { content: Record<string, { schema: Schema }> };
        responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
        security?: object[];
        'x-roles'?: Role[];
      }
    >
  >;
  components: { schemas: Record<string, Schema> };
}

/** Every operation of docs/openapi.json: what is added to the hub is fuzzed without a word here. */
export function apiDocument(): ApiDocument {
  const written = JSON.parse(readFileSync(join(process.cwd(), 'docs/openapi.json'), 'utf8')) as Written;
  const operations = Object.entries(written.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Operation => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content['application/json']?.schema,
      needsToken: operation.security !== undefined,
      roles: operation['x-roles'] ?? [],
      answers: new Map(
        Object.entries(operation.responses).map(([status, { content }]) => [
          Number(status),
          Object.fromEntries(Object.entries(content ?? {}).map(([type, { schema }]) => [type, schema])),
        ]),
      ),
    })),
  );
  return { operations, schemas: written.components.schemas };
}

/** A schema with its reference followed, and what `allOf` names put together. */
export function resolved(schema: Schema, schemas: ApiDocument['schemas']): Schema {
  if (schema.$ref) {
    const target = schemas[schema.$ref.split('/').at(-1)!];
    if (!target) throw new Error(`The document has no ${schema.$ref}.`);
    return resolved(target, schemas);
  }
  if (schema.allOf) {
    const { allOf, ...rest } = schema;
    return Object.assign({}, ...allOf.map((part) => resolved(part, schemas)), rest) as Schema;
  }
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  return one ? resolved(one, schemas) : schema;
}
