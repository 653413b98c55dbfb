import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#libs/kernel';
import { end, evolve, lawOf, record, review, type Demand, type LegalException } from './legal-exception.js';

const day = 86_400_000;
const start = Date.parse('2026-11-24T17:00:00.000Z');
const at = (days: number) => new Date(start + days * day);
const [ngo, agency, stranger] = ['a1', 'a2', 'a3'].map(
  (end) => `00000000-0000-7000-8000-0000000000${end}`,
) as [string, string, string];
const [decider, other] = ['c1', 'c2'].map((end) => `00000000-0000-7000-8000-0000000000${end}`) as [
  string,
  string,
];

const demand: Demand = {
  ownerOrganizationId: ngo,
  participantRef: '00000000-0000-4000-8000-0000000000b1',
  recipientOrganizationId: agency,
  purpose: 'referral',
  dataClasses: ['needs'],
  legalBasis: 'court_order',
  citation: 's. 7(3)(c)',
  provinceCode: null,
  childAgeYears: null,
  childView: null,
  decidedBy: decider,
  from: at(0),
  until: at(2),
  reviewDueAt: at(2),
  organizations: [{ id: agency, type: 'provincial_office', departmentCode: null }],
  isErased: false,
};
const recorded = record(demand).reduce<LegalException | null>(evolve, null)!;
const child = { legalBasis: 'child_protection', provinceCode: 'CA-ON', childAgeYears: 15 };

function refusalOf(decide: () => unknown): string {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'allowed';
}

describe('a legal exception (R9, R15)', () => {
  it.each([
    ['about an erased person', { isErased: true }, 'participant/erased'],
    ['to its own organization', { recipientOrganizationId: ngo }, 'grant/recipient-is-owner'],
    ['to somebody unknown', { recipientOrganizationId: stranger }, 'grant/recipient-unknown'],
    ['longer than thirty days', { until: at(31) }, 'legal-exception/too-long'],
    ['that has ended already', { until: at(-1) }, 'legal-exception/too-long'],
    [
      'on a law that was not in force',
      { legalBasis: 'production_order', from: new Date('2015-03-08'), until: new Date('2015-03-10') },
      'legal-exception/law-not-in-force',
    ],
    ['for a child of no province', { ...child, provinceCode: null }, 'legal-exception/province-needed'],
    ['for a person of 18 in Ontario', { ...child, childAgeYears: 18 }, 'legal-exception/no-duty-at-this-age'],
  ])('is refused %s', (_, change, code) => {
    expect(refusalOf(() => record({ ...demand, ...change }))).toBe(code);
  });

  it.each([
    ['a child of 15 in Ontario', child],
    ['a person of 18 in British Columbia', { ...child, provinceCode: 'CA-BC', childAgeYears: 18 }],
    [
      'a child where no rule data stands: the citation and the reviewer judge',
      { ...child, provinceCode: 'CA-NU' },
    ],
  ])('reaches %s', (_, change) => {
    expect(refusalOf(() => record({ ...demand, ...change }))).toBe('allowed');
  });
});

describe('the law that it names (R9, R15)', () => {
  it.each([
    ['a federal one', demand, 'Electronic Documents Act, S.C. 2000, c. 5, s. 7(3)(c)'],
    ['of the province, where rule data names it', { ...demand, ...child }, 'S.O. 2017'],
    [
      'in general words of a province without rule data',
      { ...demand, ...child, provinceCode: 'CA-NU' },
      'The province’s child protection law',
    ],
  ])('is %s', (_, exception, law) => {
    expect(lawOf(exception).en).toContain(law);
  });
});

describe('its review (R65)', () => {
  const given = { organizationId: ngo, at: at(1) };

  it('is another person’s, once', () => {
    expect(refusalOf(() => review(recorded, { ...given, memberId: decider, verdict: 'upheld' }))).toBe(
      'legal-exception/another-person-reviews',
    );
    const upheld = review(recorded, { ...given, memberId: other, verdict: 'upheld' });
    expect(upheld).toMatchObject([{ type: 'LegalExceptionReviewed', verdict: 'upheld' }]);
    const after = upheld.reduce<LegalException>(evolve, recorded);
    expect(refusalOf(() => review(after, { ...given, memberId: other, verdict: 'upheld' }))).toBe(
      'legal-exception/already-reviewed',
    );
  });

  it('ends what the law did not demand, and only what has not ended', () => {
    const verdict = { ...given, memberId: other, verdict: 'not_upheld' };
    expect(review(recorded, verdict).map(({ type }) => type)).toEqual([
      'LegalExceptionReviewed',
      'LegalExceptionEnded',
    ]);
    const expired = end(recorded, 'expired', at(2)).reduce<LegalException>(evolve, recorded);
    expect(expired.status).toBe('expired');
    expect(review(expired, verdict)).toHaveLength(1);
    expect(end(recorded, 'expired', at(1))).toEqual([]);
  });
});
