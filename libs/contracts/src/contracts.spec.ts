import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Type, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Contract } from './contract.js';
import * as index from './index.js';
import { contractOf, contracts } from './index.js';

const topics = new Map(
  (
    JSON.parse(readFileSync(join(process.cwd(), 'infra/kafka/topics.json'), 'utf8')) as {
      name: string;
      partitions: number;
    }[]
  ).map((topic) => [topic.name, topic.partitions]),
);

/** R12: by which a person or a place could be found, and text of any kind. */
const forbidden =
  /name|birth|phone|email|address|postal|note|text|comment|description|document|passport|participant|latitude|longitude/i;

/** R14: between apps, and nowhere else, an event may say which pseudonym it is about: as an identifier, never as text. */
function mayName(field: string, schema: TSchema, audience: Contract['audience']): boolean {
  return (
    audience === 'apps' && field === 'participantRef' && (schema as { format?: string }).format === 'uuid'
  );
}

function forbiddenFields(schema: TSchema, audience: Contract['audience'] = 'parties'): string[] {
  const {
    properties = {},
    anyOf = [],
    items,
  } = schema as {
    properties?: Record<string, TSchema>;
    anyOf?: TSchema[];
    items?: TSchema;
  };
  return [
    ...Object.entries(properties).flatMap(([field, inner]) => [
      ...(forbidden.test(field) && !mayName(field, inner, audience) ? [field] : []),
      ...forbiddenFields(inner, audience),
    ]),
    ...[...anyOf, ...(items ? [items] : [])].flatMap((inner) => forbiddenFields(inner, audience)),
  ];
}

/** Free text would be a string with neither a form nor a list of values. */
function freeTexts(schema: TSchema, path = ''): string[] {
  const {
    type,
    pattern,
    format,
    properties = {},
    anyOf = [],
    items,
  } = schema as {
    type?: string;
    pattern?: string;
    format?: string;
    const?: unknown;
    properties?: Record<string, TSchema>;
    anyOf?: TSchema[];
    items?: TSchema;
  };
  return [
    ...(type === 'string' && !pattern && !format && !('const' in schema) ? [path] : []),
    ...Object.entries(properties).flatMap(([field, inner]) => freeTexts(inner, `${path}/${field}`)),
    ...[...anyOf, ...(items ? [items] : [])].flatMap((inner) => freeTexts(inner, path)),
  ];
}

/** R4: it tells of one person's case. */
function isOfOnePerson({ topic, data }: Pick<Contract, 'topic' | 'data'>): boolean {
  const ids = ['referralId', 'housingRequestId', 'participantRef', 'grantId', 'consentRef'];
  return topic.startsWith('referrals.') || ids.some((id) => id in data.properties);
}

/** What between apps tells how the hub correlates, and never leaves it (messaging.md 18). */
const inward =
  /^(consent_?ref|trace_?parent|trace_?state|correlation_?id|causation_?id|parties|participant_?ref)$/i;

function inwardFields(schema: TSchema): string[] {
  const {
    properties = {},
    anyOf = [],
    items,
  } = schema as {
    properties?: Record<string, TSchema>;
    anyOf?: TSchema[];
    items?: TSchema;
  };
  return [
    ...Object.entries(properties).flatMap(([field, inner]) => [
      ...(inward.test(field) ? [field] : []),
      ...inwardFields(inner),
    ]),
    ...[...anyOf, ...(items ? [items] : [])].flatMap(inwardFields),
  ];
}

/** What is wrong with a contract's public notice: a field that is not there, or not of the kind that it goes out as. */
function noticeFaults({ audience, notice, personLinked, data }: Contract): string[] {
  if (!notice) return audience === 'public' ? ['no notice'] : [];
  return [
    ...(audience === 'public' ? [] : ['a notice of what is not public']),
    ...(personLinked ? ['linked to a person'] : []),
    ...Object.entries(notice)
      .filter(([field, kind]) => {
        const schema = data.properties[field] as { type?: string; format?: string } | undefined;
        const isId = schema?.format === 'uuid';
        if (kind === 'alias') return !isId;
        if (kind === 'provinces') return schema?.type !== 'array' || !/region/i.test(field);
        if (kind === 'province') return schema?.type !== 'string' || isId || !/region/i.test(field);
        // As it is: codes alone; no id, no time, no number, and no region, however coarse its list may be.
        return (
          !schema ||
          schema.format !== undefined ||
          !/^(string|array)$/.test(schema.type ?? '') ||
          /region/i.test(field)
        );
      })
      .map(([field]) => field),
  ];
}

describe.each(contracts.map((contract) => [contract.type, contract] as const))('%s', (type, contract) => {
  it('is named <app>.<event>.v<major> and travels on a topic of its app', () => {
    expect(type).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]\d*$/);
    expect(contract.topic.split('.')[0]).toBe(type.split('.')[0]);
    expect(topics.get(contract.topic)).toBeGreaterThan(0);
  });

  it('says what it means in both languages (R60)', () => {
    const { en, fr } = contract.description;
    expect(en.length).toBeGreaterThan(10);
    expect(fr.length).toBeGreaterThan(10);
    expect(en).not.toBe(fr);
  });

  it('fits its golden examples', () => {
    const validator = Compile(contract.data);
    for (const example of contract.examples)
      expect([...validator.Errors(example)].map((error) => `${error.instancePath} ${error.message}`)).toEqual(
        [],
      );
  });

  it('holds identifiers, states and codes only (R12)', () => {
    expect(forbiddenFields(contract.data, contract.audience)).toEqual([]);
    expect(freeTexts(contract.data)).toEqual([]);
  });

  it('shows outside nothing of consent, trace, correlation, parties or participant', () => {
    if (contract.audience !== 'apps') expect(inwardFields(contract.data)).toEqual([]);
  });

  it('lets into a public notice ids as aliases, provinces and codes; no number, no time, nothing of a person (R12, R55)', () => {
    expect(noticeFaults(contract)).toEqual([]);
  });

  it('says so where it tells of one person’s case and goes out: police never get it by subscription (R4)', () => {
    if (contract.audience !== 'apps' && isOfOnePerson(contract)) expect(contract.personLinked).toBe(true);
  });
});

describe('all contracts', () => {
  it('are listed once each, and found by their type', () => {
    expect(new Set(contracts.map((contract) => contract.type)).size).toBe(contracts.length);
    for (const contract of contracts) expect(contractOf(contract.type)).toBe(contract);
    expect(contractOf('nobody.nothing.v1')).toBeUndefined();
  });

  it('every topic of the list carries an event, and has an aggregate of one name', () => {
    for (const topic of topics.keys()) {
      const aggregates = new Set(
        contracts.filter((contract) => contract.topic === topic).map((contract) => contract.aggregate),
      );
      expect({ topic, aggregates: aggregates.size }).toEqual({ topic, aggregates: 1 });
    }
  });

  it('one about a person’s case that does not say so would be caught (R4)', () => {
    const data = Type.Object({ referralId: Type.String() });
    expect(isOfOnePerson({ topic: 'housing.planted', data })).toBe(true);
    expect(isOfOnePerson({ topic: 'housing.resource', data: Type.Object({}) })).toBe(false);
    expect(contracts.filter((one) => one.personLinked).length).toBeGreaterThan(20);
  });

  it('a field of how the hub correlates would be caught', () => {
    const planted = Type.Object({
      referralId: Type.String(),
      consentRef: Type.String(),
      inner: Type.Array(Type.Object({ participantRef: Type.String(), traceparent: Type.String() })),
    });
    expect(inwardFields(planted)).toEqual(['consentRef', 'participantRef', 'traceparent']);
  });

  it('a public notice that shows too much would be caught', () => {
    const { CapacityReported, ResourceRegistered } = index;
    const planted = (contract: Contract, notice: Contract['notice'], change: Partial<Contract> = {}) =>
      noticeFaults({ ...contract, audience: 'public', ...change, ...(notice ? { notice } : {}) });
    expect(planted(CapacityReported, { availableUnits: 'code', observedAt: 'code' })).toEqual([
      'availableUnits',
      'observedAt',
    ]);
    expect(
      planted(ResourceRegistered, { providerOrganizationId: 'code', regionCode: 'code', ghost: 'alias' }),
    ).toEqual(['providerOrganizationId', 'regionCode', 'ghost']);
    expect(planted(ResourceRegistered, undefined)).toEqual(['no notice']);
    expect(planted(ResourceRegistered, { regionCode: 'province' }, { personLinked: true })).toEqual([
      'linked to a person',
    ]);
    expect(planted(ResourceRegistered, { regionCode: 'province' }, { audience: 'apps' })).toEqual([
      'a notice of what is not public',
    ]);
  });

  it('a field by which a person could be found, and free text, would be caught', () => {
    const planted = Type.Object({ contact: Type.Object({ phoneNumber: Type.String() }), why: Type.String() });
    expect(forbiddenFields(planted)).toEqual(['phoneNumber']);
    expect(freeTexts(planted)).toEqual(['/contact/phoneNumber', '/why']);
  });

  it('a pseudonym in an event for parties, or as text between apps, would be caught (R14)', () => {
    const asId = Type.Object({ participantRef: Type.String({ format: 'uuid' }) });
    expect(forbiddenFields(asId, 'apps')).toEqual([]);
    expect(forbiddenFields(asId, 'parties')).toEqual(['participantRef']);
    expect(forbiddenFields(Type.Object({ participantRef: Type.String() }), 'apps')).toEqual([
      'participantRef',
    ]);
  });
});
