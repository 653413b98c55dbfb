import { roleFits } from '#libs/codes';
import { Refusal, type Role } from '#libs/kernel';
import { memberExists, memberNotActive, memberNotFound, ownMembership, roleNotForType } from './refusals.js';

/** A person's or a machine's account in an organization, by the id in its tokens. */
export interface Membership {
  readonly organizationId: string;
  readonly memberId: string;
  readonly status: 'active' | 'removed';
  readonly role: Role;
}

interface Member {
  readonly organizationId: string;
  readonly memberId: string;
}

export type MembershipEvent =
  | ({ readonly type: 'MemberInvited'; readonly role: Role } & Member)
  | ({ readonly type: 'MemberRoleChanged'; readonly role: Role } & Member)
  | ({ readonly type: 'MemberRemoved' } & Member);

export function evolveMembership(state: Membership | null, event: MembershipEvent): Membership {
  const { organizationId, memberId } = event;
  if (event.type !== 'MemberRemoved') return { organizationId, memberId, status: 'active', role: event.role };
  if (!state) throw new Error('MemberRemoved needs a member who was invited.');
  return { ...state, status: 'removed' };
}

export interface ByAdministrator extends Member {
  /** The administrator who decides. */
  readonly byMemberId: string;
  readonly organizationType: string;
}

/** R65: an organization's own administrator invites; one who was removed may be invited again. */
export function invite(state: Membership | null, given: ByAdministrator & { role: Role }): MembershipEvent[] {
  mustBeAnother(given);
  if (state?.status === 'active') throw new Refusal(memberExists, { facts: { role: state.role } });
  mustFit(given);
  return [{ type: 'MemberInvited', ...memberOf(given), role: given.role }];
}

export function changeRole(
  state: Membership | null,
  given: ByAdministrator & { role: Role },
): MembershipEvent[] {
  mustBeKnown(state);
  mustBeAnother(given);
  if (state.status !== 'active') throw new Refusal(memberNotActive);
  mustFit(given);
  return state.role === given.role
    ? []
    : [{ type: 'MemberRoleChanged', ...memberOf(given), role: given.role }];
}

export function remove(state: Membership | null, given: ByAdministrator): MembershipEvent[] {
  mustBeKnown(state);
  mustBeAnother(given);
  return state.status === 'removed' ? [] : [{ type: 'MemberRemoved', ...memberOf(given) }];
}

function mustBeKnown(state: Membership | null): asserts state is Membership {
  if (!state) throw new Refusal(memberNotFound);
}

/** Nobody shuts himself out, also not by another role: an organization would be left without an administrator. */
function mustBeAnother({ memberId, byMemberId }: ByAdministrator): void {
  if (memberId === byMemberId) throw new Refusal(ownMembership);
}

function mustFit({ role, organizationType }: { role: Role; organizationType: string }): void {
  if (!roleFits(role, organizationType)) throw new Refusal(roleNotForType, { pointer: '/role' });
}

const memberOf = ({ organizationId, memberId }: Member): Member => ({ organizationId, memberId });
