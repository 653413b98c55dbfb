import { describe, expect, it } from '@jest/globals';
import { receiptOf } from './disclosure.js';
import type { Grant } from './grant.js';

const grant: Grant = {
  status: 'live',
  ownerOrganizationId: '00000000-0000-7000-8000-0000000000a1',
  participantRef: '00000000-0000-4000-8000-0000000000b1',
  recipients: [],
  purposes: ['referral'],
  dataClasses: ['needs'],
  languageUsed: 'en',
  explainedPoints: [],
  howGiven: 'spoken',
  recordedBy: '00000000-0000-7000-8000-0000000000c1',
  provinceCode: 'CA-BC',
  forChild: null,
  outsideQuebec: null,
  from: new Date('2026-01-15T01:00:00Z'),
  until: new Date('2026-07-15T00:30:00Z'),
  endedAt: null,
};
/** Intl separates with blanks of several kinds. */
const linesOf = (change: Partial<Grant>) => {
  const { en, fr } = receiptOf({ ...grant, ...change }, []);
  return [en, fr].flatMap((text) =>
    text
      .replaceAll(/[^\S\n]/g, ' ')
      .split('\n')
      .slice(0, 2),
  );
};

describe('the person’s own receipt (R10, R60)', () => {
  it('says when they agreed and until when on the clocks of their province, with the time and the zone', () => {
    expect(linesOf({})).toEqual([
      'On January 14, 2026 at 17:00 (PST) you agreed that others are told something about you.',
      'It ends on July 14, 2026 at 17:30 (PDT).',
      'Le 14 janvier 2026 à 17 h 00 (HNP), vous avez accepté que d’autres apprennent quelque chose à votre sujet.',
      'Il prend fin le 14 juillet 2026 à 17 h 30 (HAP).',
    ]);
  });

  it('says that it is UTC where the province was not kept', () => {
    expect(linesOf({ provinceCode: null })).toEqual([
      'On January 15, 2026 at 01:00 (UTC) you agreed that others are told something about you.',
      'It ends on July 15, 2026 at 00:30 (UTC).',
      'Le 15 janvier 2026 à 01 h 00 (UTC), vous avez accepté que d’autres apprennent quelque chose à votre sujet.',
      'Il prend fin le 15 juillet 2026 à 00 h 30 (UTC).',
    ]);
  });
});
