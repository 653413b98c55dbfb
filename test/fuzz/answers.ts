import { Compile } from 'typebox/schema';
import type { ApiDocument, Schema } from './document.js';
import type { FuzzRequest } from './requests.js';
import { mark } from './values.js';
import type { WireAnswer } from '#libs/testing';

/** Says what is wrong with an answer: against the document, and against what every refusal has to look like. */
export class AnswerCheck {
  private readonly validators = new Map<Schema, { Errors(value: unknown): [boolean, object[]] }>();
  private readonly schemas: Record<string, Schema>;

  constructor(document: ApiDocument) {
    this.schemas = Object.fromEntries(
      Object.entries(document.schemas).map(([name, schema]) => [name, closed(schema)]),
    );
  }

  /** @returns one sentence for each fault; none where all is well */
  faultsOf(request: FuzzRequest, answer: WireAnswer | undefined): string[] {
    if (!answer) return ['The connection ended without an answer.'];
    const { operation } = request;
    const { status, headers, body } = answer;
    const documented = operation.answers.get(status);
    const faults: string[] = [];
    if (status >= 500 && status !== 503) faults.push(`The status is ${status}.`);
    if (status === 503) faults.push(`It says that it is not available, and everything is.`);
    else if (!documented) faults.push(`The status ${status} is not documented.`);
    if (status >= 400) return [...faults, ...refusalFaults(answer), ...this.authorityFaults(request, status)];
    const schema = documented?.['application/json'];
    if (schema) {
      if (headers['content-type'] !== 'application/json; charset=utf-8')
        faults.push(`The content type is ${headers['content-type']}.`);
      else faults.push(...this.misfits(schema, body));
    } else if (body !== '') faults.push(`No body is documented, and there is one: ${body.slice(0, 200)}`);
    return [...faults, ...this.authorityFaults(request, status)];
  }

  /** Where nothing else is wrong with a request, the token alone decides. */
  private authorityFaults({ operation, temper, caller, client }: FuzzRequest, status: number): string[] {
    if (temper !== 'valid' || !operation.needsToken) return [];
    if ((caller === 'nobody' || caller === 'nonsense') && status !== 401)
      return [`Without a valid token the status is ${status}.`];
    if (caller === 'wrong role' && client && status !== 403)
      return [`With the role ${client.role} the status is ${status}.`];
    return [];
  }

  private misfits(schema: Schema, body: string): string[] {
    let validator = this.validators.get(schema);
    if (!validator) {
      validator = Compile({ ...closed(schema), components: { schemas: this.schemas } } as object);
      this.validators.set(schema, validator);
    }
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return [`The body is no JSON: ${body.slice(0, 200)}`];
    }
    const [fits, errors] = validator.Errors(value);
    return fits
      ? []
      : [`The body is not as documented: ${JSON.stringify(errors.slice(0, 3))} in ${body.slice(0, 500)}`];
  }
}

/** RFC 9457 with the hub's own members, in both languages (R60), and nothing of what was sent. */
export function refusalFaults({ status, headers, body }: WireAnswer): string[] {
  const faults: string[] = [];
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8')
    return [`The refusal's content type is ${headers['content-type']}: ${body.slice(0, 200)}`];
  let problem: Record<string, any>;
  try {
    problem = JSON.parse(body) as Record<string, any>;
  } catch {
    return [`The refusal is no JSON: ${body.slice(0, 200)}`];
  }
  const { code, titles, traceId } = problem;
  if (typeof code !== 'string' || !/^[a-z-]+\/[a-z-]+$/.test(code)) faults.push(`The code is ${code}.`);
  if (problem['type'] !== `urn:liaison-hub:problem:${code}`) faults.push(`The type is ${problem['type']}.`);
  if (problem['status'] !== status) faults.push(`The body's status is ${problem['status']}.`);
  if (!(titles?.en?.length > 10) || !(titles?.fr?.length > 10) || titles.en === titles.fr)
    faults.push(`The titles are ${JSON.stringify(titles)}.`);
  if (!/^[0-9a-f]{32}$/.test(traceId)) faults.push(`The trace id is ${traceId}.`);
  if (!['en', 'fr'].includes(headers['content-language'] ?? ''))
    faults.push(`The content language is ${headers['content-language']}.`);
  if (status === 503 && !headers['retry-after']) faults.push('It does not say when to try again.');
  if (status === 401 && !headers['www-authenticate']) faults.push('It does not say how to authenticate.');
  // A pointer names a field that the sender made up, where a field could be named so; nothing else says again what was sent.
  const said = body.replaceAll(/"pointer":"(?:[^"\\]|\\.)*"/g, '');
  if (said.includes(mark)) faults.push(`It gives back what was sent: ${body.slice(0, 500)}`);
  if (JSON.stringify(headers).includes(mark)) faults.push(`Its headers give back what was sent.`);
  if (/node_modules|\.[tj]s:\d|\bselect \b|SyntaxError|syntax error|ECONN|undefined/i.test(body))
    faults.push(`It tells what is inside: ${body.slice(0, 500)}`);
  return faults;
}

/** What is not documented is not there: an object with named members has no others. */
function closed(schema: Schema): Schema {
  if (Array.isArray(schema)) return (schema as Schema[]).map(closed) as never;
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === 'properties'
        ? Object.fromEntries(Object.entries(value as object).map(([key, member]) => [key, closed(member)]))
        : ['items', 'allOf', 'anyOf', 'oneOf', 'additionalProperties'].includes(name)
          ? closed(value as Schema)
          : name === 'nullable'
            ? undefined
            : value,
    ]),
  ) as Schema;
  return copy.properties && copy.additionalProperties === undefined
    ? ({ ...copy, additionalProperties: false } as Schema)
    : copy;
}
