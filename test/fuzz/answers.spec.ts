import { describe, expect, it } from '@jest/globals';
import type { WireAnswer } from '#libs/testing';
import { AnswerCheck, refusalFaults } from './answers.js';
import { apiDocument, type Operation } from './document.js';
import { Draw } from './draw.js';
import { bytesOf, requestFor, type FuzzRequest } from './requests.js';
import { mark } from './values.js';

const document = apiDocument();
const context = (seed: number) => ({ draw: new Draw(seed), schemas: document.schemas, known: () => [] });
const operation = (id: string): Operation => document.operations.find((one) => one.id === id)!;

const problem = {
  type: 'urn:liaison-hub:problem:request/invalid',
  title: 'The request does not fit.',
  titles: { en: 'The request does not fit.', fr: 'La requête ne convient pas.' },
  status: 400,
  code: 'request/invalid',
  instance: '/v1/organizations',
  traceId: '0af7651916cd43dd8448eb211c80319c',
};
const refusal = (change: object = {}, headers: Record<string, string> = {}): WireAnswer => ({
  status: 400,
  headers: {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': 'en',
    ...headers,
  },
  body: JSON.stringify({ ...problem, ...change }),
});

describe('the check of answers', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(refusalFaults(refusal())).toEqual([]);
  });

  it.each<[string, WireAnswer, RegExp]>([
    ['another media type', refusal({}, { 'content-type': 'application/json' }), /content type/],
    ['one language alone', refusal({ titles: { en: problem.title } }), /titles/],
    ['one language twice', refusal({ titles: { en: problem.title, fr: problem.title } }), /titles/],
    ['no code', refusal({ code: undefined }), /code/],
    ['no trace', refusal({ traceId: undefined }), /trace/],
    ['another status', refusal({ status: 422 }), /status/],
    ['what was sent', refusal({ detail: `No ${mark}.` }), /gives back/],
    ['what was sent, in a header', refusal({}, { 'x-planted': mark }), /headers give back/],
    ['a place in the code', refusal({ detail: 'at file.ts:12' }), /inside/],
    ['a driver’s words', refusal({ detail: 'syntax error at or near' }), /inside/],
  ])('a planted refusal with %s is caught', (_, answer, fault) => {
    expect(refusalFaults(answer).join(' ')).toMatch(fault);
  });

  const check = new AnswerCheck(document);
  const request = (id: string): FuzzRequest => ({
    ...requestFor(operation(id), context(1)),
    temper: 'valid',
    caller: 'fitting',
  });
  const region = { code: 'CA', kind: 'country', name: { en: 'Canada', fr: 'Canada' }, parent: null };
  const answered = (body: unknown, status = 200): WireAnswer => ({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  });

  it.each<[string, WireAnswer | undefined, RegExp | undefined]>([
    ['as documented', answered(region), undefined],
    ['with a field missing', answered({ ...region, kind: undefined }), /not as documented/],
    ['with a field of another type', answered({ ...region, name: 'Canada' }), /not as documented/],
    ['with a field that nobody documented', answered({ ...region, population: 1 }), /not as documented/],
    ['that is no JSON', { ...answered(''), body: '{' }, /no JSON/],
    ['with a status that nobody documented', answered(region, 202), /not documented/],
    ['with a fault of the server', { ...refusal({ status: 500 }), status: 500 }, /status is 500/],
    ['that never came', undefined, /without an answer/],
  ])('a planted answer %s', (_, answer, fault) => {
    const faults = check.faultsOf(request('readRegion'), answer);
    if (fault) expect(faults.join(' ')).toMatch(fault);
    else expect(faults).toEqual([]);
  });

  it('a planted answer to nobody, and to a role that may not, is caught', () => {
    const page = answered({ items: [], next: null });
    for (const caller of ['nobody', 'nonsense'] as const)
      expect(check.faultsOf({ ...request('listReferrals'), caller }, page).join(' ')).toMatch(
        /Without a valid token/,
      );
    const client = { role: 'provider_worker', organizationId: '', memberId: '' } as const;
    expect(
      check.faultsOf({ ...request('listReferrals'), caller: 'wrong role', client }, page).join(' '),
    ).toMatch(/role provider_worker/);
  });
});

describe('the making of requests', () => {
  it('is the same for the same seed, and another for another', () => {
    const made = (seed: number) => bytesOf(requestFor(operation('enterApplication'), context(seed)), 'token');
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    for (const seed of seeds) expect(made(seed)).toEqual(made(seed));
    expect(new Set(seeds.map((seed) => made(seed).toString('base64'))).size).toBeGreaterThan(195);
  });

  it('makes every operation’s requests valid, nearly valid and hostile, by everybody', () => {
    for (const one of document.operations) {
      const requests = Array.from({ length: 60 }, (_, seed) => requestFor(one, context(seed)));
      expect(new Set(requests.map(({ temper }) => temper)).size).toBe(3);
      expect(new Set(requests.map(({ caller }) => caller)).size).toBe(5);
    }
  });
});
