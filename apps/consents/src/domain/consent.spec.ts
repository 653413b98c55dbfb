import { describe, expect, it } from '@jest/globals';
import { codesOf, explainedPoints } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import fc from 'fast-check';
import { end, give, remind, withdraw, type Proposal } from './consent.js';
import { evolve, statusAt, type Grant, type GrantEvent } from './grant.js';

const day = 86_400_000;
const start = Date.parse('2026-11-24T17:00:00.000Z');
const at = (days: number) => new Date(start + days * day);
const [ngo, shelter, clinic, police, stranger] = ['a1', 'a2', 'a3', 'a4', 'a5'].map(
  (end) => `00000000-0000-7000-8000-0000000000${end}`,
) as [string, string, string, string, string];

const proposal: Proposal = {
  ownerOrganizationId: ngo,
  participantRef: '00000000-0000-4000-8000-0000000000b1',
  recipients: [shelter, clinic],
  enforcementRecipients: [],
  purposes: ['referral'],
  dataClasses: ['needs', 'safety'],
  languageUsed: 'en',
  explainedPoints: codesOf(explainedPoints),
  howGiven: 'spoken',
  recordedBy: '00000000-0000-7000-8000-0000000000c1',
  forChild: null,
  outsideQuebec: null,
  from: at(0),
  until: at(365),
  organizations: [
    { id: shelter, type: 'shelter', departmentCode: null },
    { id: clinic, type: 'health', departmentCode: null },
    { id: police, type: 'police', departmentCode: null },
  ],
  provinceCode: 'CA-ON',
  leavesProvince: false,
  isErased: false,
  now: at(0),
};
const grantOf = (...events: GrantEvent[]) =>
  [...give(proposal), ...events].reduce<Grant | null>(evolve, null)!;
const given = grantOf();
const ended = (reason: 'withdrawn' | 'expired' | 'erased') =>
  grantOf({ type: 'GrantEnded', reason, at: at(1) });

function refusalOf(decide: () => unknown): string {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'allowed';
}

describe('a person agrees', () => {
  it('and the grant is live, for services and for police that was named (R4, R10)', () => {
    expect(given).toMatchObject({ status: 'live', recipients: [shelter, clinic] });
    const [named] = give({ ...proposal, enforcementRecipients: [police] });
    expect(named).toMatchObject({ recipients: [shelter, clinic, police] });
  });

  it.each([
    ['an erased person', { isErased: true }, 'participant/erased'],
    ['a point that was not explained (R10)', { explainedPoints: [] }, 'grant/not-all-explained'],
    ['an end before its beginning (R10)', { until: at(-1) }, 'grant/ends-too-soon'],
    ['an end in eleven years (R10)', { until: at(4000) }, 'grant/ends-too-late'],
    ['its own organization', { recipients: [ngo] }, 'grant/recipient-is-owner'],
    ['nobody the directory knows', { recipients: [stranger] }, 'grant/recipient-unknown'],
    ['police among services (R4)', { recipients: [police] }, 'grant/enforcement-must-be-named'],
    ['a service among police (R4)', { enforcementRecipients: [shelter] }, 'grant/enforcement-must-be-named'],
    [
      'a child of 13 in Quebec alone (R15)',
      { forChild: { provinceCode: 'CA-QC', ageYears: 13, decidedBy: 'child', childView: 'agrees' } },
      'grant/child-cannot-decide',
    ],
    [
      'what leaves Quebec without an assessment (R19)',
      { provinceCode: 'CA-QC', leavesProvince: true },
      'grant/leaves-quebec',
    ],
  ])('never for %s', (_, change, code) => {
    expect(refusalOf(() => give({ ...proposal, ...change }))).toBe(code);
  });

  it('by the law of the day: before September 2023 nothing asked for an assessment (R19)', () => {
    const now = new Date('2023-09-21T12:00:00.000Z');
    const early = { ...proposal, provinceCode: 'CA-QC', leavesProvince: true, now, from: now };
    expect(refusalOf(() => give({ ...early, until: new Date('2024-09-21T12:00:00.000Z') }))).toBe('allowed');
  });
});

describe('a person takes it back (R11)', () => {
  it.each([
    [
      'all of it',
      { recipients: [], dataClasses: [] },
      [{ type: 'GrantEnded', reason: 'withdrawn', at: at(1) }],
    ],
    [
      'one recipient',
      { recipients: [clinic], dataClasses: [] },
      [{ type: 'GrantNarrowed', recipients: [shelter], dataClasses: ['needs', 'safety'] }],
    ],
    [
      'one class of data',
      { recipients: [], dataClasses: ['safety'] },
      [{ type: 'GrantNarrowed', recipients: [shelter, clinic], dataClasses: ['needs'] }],
    ],
    [
      'every recipient',
      { recipients: [shelter, clinic], dataClasses: [] },
      [{ type: 'GrantEnded', reason: 'withdrawn', at: at(1) }],
    ],
  ])('%s', (_, part, events) => {
    expect(withdraw(given, part, at(1))).toEqual(events);
  });

  it.each(['withdrawn', 'expired', 'erased'] as const)(
    'nothing is left to take back once it is %s',
    (reason) => {
      expect(refusalOf(() => withdraw(ended(reason), { recipients: [], dataClasses: [] }, at(2)))).toBe(
        'grant/not-live',
      );
      expect(end(ended(reason), 'erased', at(2))).toEqual([]);
      expect(remind(ended(reason))).toEqual([]);
    },
  );

  it('its end is judged when it is looked at, whatever the timer does', () => {
    expect(statusAt(given, at(364))).toBe('live');
    expect(statusAt(given, at(365))).toBe('expired');
    expect(end(given, 'expired', at(364))).toEqual([]);
    expect(end(given, 'expired', at(365))).toEqual([{ type: 'GrantEnded', reason: 'expired', at: at(365) }]);
  });
});

describe('whatever is taken back, in whatever order (R11)', () => {
  it('what remains never grows, and nothing comes back', () => {
    const part = fc.record({
      recipients: fc.subarray([shelter, clinic]),
      dataClasses: fc.subarray(['needs', 'safety']),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        let grant = given;
        for (const [index, one] of parts.entries()) {
          const before = grant;
          try {
            grant = withdraw(grant, one, at(index + 1)).reduce<Grant>(evolve, grant);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
          const narrowed = (now: readonly string[], then: readonly string[]) =>
            now.every((item) => then.includes(item));
          expect(narrowed(grant.recipients, before.recipients)).toBe(true);
          expect(narrowed(grant.dataClasses, before.dataClasses)).toBe(true);
          if (before.status !== 'live') expect(grant).toBe(before);
          if (grant.status === 'live') {
            expect(grant.recipients.length).toBeGreaterThan(0);
            expect(grant.dataClasses.length).toBeGreaterThan(0);
          }
        }
      }),
    );
  });
});
