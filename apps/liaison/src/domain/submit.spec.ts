import { describe, expect, it } from '@jest/globals';
import { at, ngo, office } from './given.js';
import { submit, type Filing } from './submit.js';

const filing: Filing = {
  kind: 'housing_gap',
  needs: ['emergency_bed', 'women_only'],
  regionCode: '3520005',
  urgency: 'urgent',
  language: 'fr',
  senderOrganizationId: ngo,
  officeOrganizationId: office,
  at: at(0),
};
const refusalOf = (changed: Partial<Filing>) => {
  try {
    submit({ ...filing, ...changed });
  } catch (error) {
    return error as { code: string; titles: { en: string; fr: string }; more: { pointer?: string } };
  }
  throw new Error('It was not refused.');
};

describe('filing a request', () => {
  it('anyone registered may file, without a case or a person (R21)', () => {
    const [event, ...more] = submit(filing);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'LiaisonRequestSubmitted',
      needs: ['emergency_bed', 'women_only'],
      senderOrganizationId: ngo,
      officeOrganizationId: office,
      language: 'fr',
    });
    expect(Object.keys(event!).filter((name) => /name|person|participant|text/i.test(name))).toEqual([]);
  });

  it.each([
    ['emergency', 60],
    ['urgent', 240],
  ])(
    'the acknowledgement clock of an %s request runs by the hour, at night as well (R22)',
    (urgency, minutes) => {
      expect(submit({ ...filing, urgency })).toMatchObject([{ acknowledgeDueAt: at(minutes) }]);
    },
  );

  it('the clock of a routine request runs in business days of the region: a weekend does not count (R22)', () => {
    const friday = new Date('2026-11-27T17:00:00.000Z');
    const [event] = submit({ ...filing, urgency: 'routine', at: friday });
    expect(event).toMatchObject({ acknowledgeDueAt: new Date('2026-12-01T17:00:00.000Z') });
  });

  it.each(['trp_support', 'family_abroad', 'training_request', 'bylaw_matter', 'other', 'nonsense'])(
    'the kind %s is not served yet: refused with a code, and those that are served are named',
    (kind) => {
      expect(refusalOf({ kind })).toMatchObject({
        code: 'liaison-request/kind-not-served-yet',
        more: { pointer: '/kind', facts: { servedKinds: ['housing_gap'] } },
      });
    },
  );

  it('a safety concern is never queued: 911 and 1-833-900-1010 are shown, in both languages (R28)', () => {
    const { titles } = refusalOf({ kind: 'safety_concern' });
    for (const text of [titles.en, titles.fr]) {
      expect(text).toContain('911');
      expect(text).toContain('1-833-900-1010');
    }
  });

  it('a region that nobody knows is refused, and so is a housing gap without needs', () => {
    expect(refusalOf({ regionCode: 'Z9Z' }).more.pointer).toBe('/regionCode');
    expect(refusalOf({ needs: [] }).more.pointer).toBe('/needs');
  });

  it('nothing is accepted while there is no office that would answer', () => {
    expect(refusalOf({ officeOrganizationId: undefined }).code).toMatch(/^liaison-request\//);
  });
});
