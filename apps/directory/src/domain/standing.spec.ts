import { describe, expect, it } from '@jest/globals';
import { evolve, type Organization, type OrganizationEvent, type Standing } from './organization.js';
import { activate, apply, end, lapse, recordAgreement, reinstate, suspend, vet } from './standing.js';

const at = new Date('2026-11-24T17:00:00.000Z');
const until = new Date('2027-11-24T17:00:00.000Z');
const before = new Date('2026-11-24T16:59:59.999Z');
const name = { en: 'North Star', fr: 'Étoile du Nord' };

const given = (...events: OrganizationEvent[]) => events.reduce<Organization | null>(evolve, null)!;

const applied: OrganizationEvent = {
  type: 'OrganizationApplied',
  name,
  organizationType: 'ngo',
  departmentCode: null,
  at,
};
const vetted: OrganizationEvent = { type: 'OrganizationVetted', at };
const agreed: OrganizationEvent = { type: 'AgreementRecorded', until };
const activated: OrganizationEvent = { type: 'OrganizationActivated', until, at };
const suspended: OrganizationEvent = { type: 'OrganizationSuspended', reasonCode: 'security_incident' };
const ended: OrganizationEvent = { type: 'OrganizationEnded', reasonCode: 'asked_by_organization' };

/** An organization in each of its standings, by the road that leads there. */
const organizationIn: Readonly<Record<Standing, Organization>> = {
  applied: given(applied),
  vetted: given(applied, vetted),
  agreement: given(applied, vetted, agreed),
  active: given(applied, vetted, agreed, activated),
  suspended: given(applied, vetted, agreed, activated, suspended),
  ended: given(applied, vetted, agreed, activated, ended),
};
const standings = Object.keys(organizationIn) as Standing[];
const partner = { operatesTheHub: false, reasonCode: 'security_incident' };

const decisions: Readonly<
  Record<string, [(state: Organization) => OrganizationEvent[], Partial<Record<Standing, Standing>>]>
> = {
  vet: [(state) => vet(state, at), { applied: 'vetted' }],
  'record an agreement': [
    (state) => recordAgreement(state, { until, at }),
    {
      vetted: 'agreement',
      agreement: 'agreement',
      active: 'active',
      suspended: 'suspended',
      ended: 'agreement',
    },
  ],
  activate: [(state) => activate(state, at), { agreement: 'active' }],
  suspend: [(state) => suspend(state, partner), { active: 'suspended' }],
  reinstate: [(state) => reinstate(state, at), { suspended: 'active' }],
  end: [
    (state) => end(state, partner),
    { applied: 'ended', vetted: 'ended', agreement: 'ended', active: 'ended', suspended: 'ended' },
  ],
};

describe.each(Object.entries(decisions))('to %s (R65)', (_, [decide, to]) => {
  it.each(standings)('from %s', (standing) => {
    const state = organizationIn[standing];
    if (to[standing]) expect(decide(state).reduce<Organization>(evolve, state).standing).toBe(to[standing]);
    else
      expect(() => decide(state)).toThrow(
        expect.objectContaining({ code: 'organization/not-in-this-standing' }),
      );
  });
});

describe('an application', () => {
  it('is the first step, and gives no access yet (R65)', () => {
    expect(apply({ name, type: 'ngo', departmentCode: null }, at)).toEqual([applied]);
    expect(organizationIn.applied).toMatchObject({ standing: 'applied', activatedAt: null });
  });

  it.each([
    ['ngo', 'PS'],
    ['federal_department', null],
  ])('of type %s does not go with the department %s', (type, departmentCode) => {
    expect(() => apply({ name, type, departmentCode }, at)).toThrow(
      expect.objectContaining({ code: 'organization/department-code' }),
    );
  });

  it('that was declined needs a new vetting before an agreement', () => {
    const declined = given(applied, { type: 'OrganizationEnded', reasonCode: 'application_declined' });
    expect(() => recordAgreement(declined, { until, at })).toThrow(
      expect.objectContaining({ code: 'organization/not-in-this-standing' }),
    );
  });
});

describe('an agreement (R65)', () => {
  it('ends in the future, or it is none', () => {
    for (const over of [before, at])
      expect(() => recordAgreement(organizationIn.vetted, { until: over, at })).toThrow(
        expect.objectContaining({ code: 'organization/agreement-over' }),
      );
  });

  it('that has run out meanwhile makes nobody active', () => {
    for (const decide of [
      () => activate(organizationIn.agreement, until),
      () => reinstate(organizationIn.suspended, until),
    ])
      expect(decide).toThrow(expect.objectContaining({ code: 'organization/agreement-over' }));
  });

  it.each(['agreement', 'active', 'suspended'] as const)(
    'ends what is %s at its date, and not before',
    (standing) => {
      expect(lapse(organizationIn[standing], before)).toEqual([]);
      expect(lapse(organizationIn[standing], until)).toEqual([
        { type: 'OrganizationEnded', reasonCode: 'agreement_lapsed' },
      ]);
    },
  );

  it('that was renewed does not end at the old date; what has ended does not end again', () => {
    const renewed = evolve(organizationIn.active, {
      type: 'AgreementRecorded',
      until: new Date('2028-11-24T17:00:00.000Z'),
    });
    expect(renewed.standing).toBe('active');
    expect(lapse(renewed, until)).toEqual([]);
    expect(lapse(organizationIn.ended, until)).toEqual([]);
  });
});

describe('the organization that operates the hub', () => {
  it('is never suspended or ended: nobody could let it in again', () => {
    const office = { operatesTheHub: true, reasonCode: 'other' };
    for (const decide of [suspend, end])
      expect(() => decide(organizationIn.active, office)).toThrow(
        expect.objectContaining({ code: 'organization/operates-the-hub' }),
      );
  });
});
