import { describe, expect, it } from '@jest/globals';
import {
  changeRole,
  evolveMembership,
  invite,
  remove,
  type Membership,
  type MembershipEvent,
} from './membership.js';

const member = {
  organizationId: '00000000-0000-7000-8000-0000000000a1',
  memberId: '00000000-0000-7000-8000-0000000000b1',
};
const byAdmin = {
  ...member,
  byMemberId: '00000000-0000-7000-8000-0000000000b2',
  organizationType: 'ngo',
};
const given = (...events: MembershipEvent[]) => events.reduce<Membership | null>(evolveMembership, null);
const invited: MembershipEvent = { type: 'MemberInvited', ...member, role: 'ngo_worker' };
const removed: MembershipEvent = { type: 'MemberRemoved', ...member };

describe('a member (R65)', () => {
  it('is invited in one role, and again after a removal; not twice', () => {
    for (const state of [null, given(invited, removed)])
      expect(invite(state, { ...byAdmin, role: 'ngo_worker' })).toEqual([invited]);
    expect(() => invite(given(invited), { ...byAdmin, role: 'ngo_worker' })).toThrow(
      expect.objectContaining({ code: 'member/exists' }),
    );
  });

  it('gets another role while it has access; the same one is no change', () => {
    const change = changeRole(given(invited), { ...byAdmin, role: 'privacy_officer' });
    expect(change).toEqual([{ type: 'MemberRoleChanged', ...member, role: 'privacy_officer' }]);
    expect(given(invited, ...change)).toMatchObject({ status: 'active', role: 'privacy_officer' });
    expect(changeRole(given(invited), { ...byAdmin, role: 'ngo_worker' })).toEqual([]);
    expect(() => changeRole(given(invited, removed), { ...byAdmin, role: 'admin' })).toThrow(
      expect.objectContaining({ code: 'member/not-active' }),
    );
  });

  it('whom nobody invited is not found', () => {
    for (const decide of [() => changeRole(null, { ...byAdmin, role: 'admin' }), () => remove(null, byAdmin)])
      expect(decide).toThrow(expect.objectContaining({ code: 'member/not-found', kind: 'not_found' }));
  });

  it('is removed, once', () => {
    expect(remove(given(invited), byAdmin)).toEqual([removed]);
    expect(given(invited, removed)).toEqual({ ...member, status: 'removed', role: 'ngo_worker' });
    expect(remove(given(invited, removed), byAdmin)).toEqual([]);
  });

  it('does not invite itself, nor change or end its own access: an organization keeps an administrator', () => {
    const own = { ...byAdmin, byMemberId: member.memberId };
    for (const decide of [
      () => invite(null, { ...own, role: 'auditor' }),
      () => invite(given(invited, removed), { ...own, role: 'admin' }),
      () => remove(given(invited), own),
      () => changeRole(given(invited), { ...own, role: 'admin' }),
    ])
      expect(decide).toThrow(expect.objectContaining({ code: 'member/your-own' }));
  });

  it.each([
    ['liaison_officer', 'ngo'],
    ['hub_coordinator', 'shelter'],
    ['department_officer', 'liaison_office'],
    ['municipal_officer', 'police'],
  ] as const)('is no %s in an organization of type %s', (role, organizationType) => {
    for (const decide of [
      () => invite(null, { ...byAdmin, organizationType, role }),
      () => changeRole(given(invited), { ...byAdmin, organizationType, role }),
    ])
      expect(decide).toThrow(expect.objectContaining({ code: 'member/role-not-for-this-organization' }));
  });
});
