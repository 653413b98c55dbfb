import { createHash } from 'node:crypto';
import { assertUnchanged, saveAggregate, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import {
  evolveMembership,
  type ByAdministrator,
  type Membership,
  type MembershipEvent,
} from '../domain/membership.js';
import { publishMembershipEvent } from '../published-events.js';
import { MembershipRow } from './membership.row.js';
import { OrganizationRow } from './organization.row.js';

@Injectable()
export class Memberships {
  /**
   * A member of the actor's own organization, or nobody yet.
   * @throws Refusal `request/changed-meanwhile` (412), and what `decide` refuses
   */
  async decide(
    tx: Tx,
    memberId: string,
    decide: (state: Membership | null, given: ByAdministrator) => readonly MembershipEvent[],
  ): Promise<MembershipRow> {
    const { organizationId, memberId: byMemberId } = tx.actor!;
    const id = membershipId(organizationId, memberId);
    const row = await tx.lock(MembershipRow, id);
    if (row) assertUnchanged(tx, row);
    const organization = await tx.manager.findOneBy(OrganizationRow, { id: organizationId });
    const organizationType = organization?.type ?? 'other';
    const events = decide(row, { organizationId, memberId, byMemberId, organizationType });
    const after = events.reduce<Membership | null>(evolveMembership, row)!;
    if (row && events.length === 0) return row;
    return saveAggregate<MembershipRow>(tx, {
      entity: MembershipRow,
      aggregate: 'membership',
      row: { ...after, id, version: row?.version ?? 0, mode: 'actual', correlationId: id },
      published: events.map(publishMembershipEvent),
      parties: [{ organizationId, capacity: 'self' }],
    });
  }
}

/** The same account in two organizations is two memberships: an id for each pair (RFC 9562, version 8). */
function membershipId(organizationId: string, memberId: string): string {
  const bytes = createHash('sha256').update(`${organizationId} ${memberId}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
