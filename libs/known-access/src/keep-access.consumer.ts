import {
  MemberInvited,
  MemberRemoved,
  MemberRoleChanged,
  OrganizationActivated,
  OrganizationApplied,
  OrganizationEnded,
  OrganizationReinstated,
  OrganizationSuspended,
} from '#libs/contracts';
import { EventContext, On, type HubEvent, type Tx } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { itself, KnownAccess, type KnownStanding } from './known-access.js';

/** Keeps, in the database of the app that it runs in, which organizations are active and what became of their members. */
@Controller()
export class KeepAccess {
  constructor(private readonly knownAccess: KnownAccess) {}

  @On(OrganizationApplied)
  applied(
    @Payload() { subject }: HubEvent<typeof OrganizationApplied>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return this.keep(tx, subject, itself, 'applied');
  }

  @On(OrganizationActivated, OrganizationReinstated)
  active(
    @Payload() { subject }: HubEvent<typeof OrganizationActivated | typeof OrganizationReinstated>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return this.keep(tx, subject, itself, 'active');
  }

  @On(OrganizationSuspended)
  suspended(
    @Payload() { subject }: HubEvent<typeof OrganizationSuspended>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return this.keep(tx, subject, itself, 'suspended');
  }

  @On(OrganizationEnded)
  ended(
    @Payload() { subject }: HubEvent<typeof OrganizationEnded>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return this.keep(tx, subject, itself, 'ended');
  }

  @On(MemberInvited, MemberRoleChanged)
  role(
    @Payload() { data }: HubEvent<typeof MemberInvited | typeof MemberRoleChanged>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return this.keep(tx, data.organizationId, data.memberId, 'active', data.role);
  }

  @On(MemberRemoved)
  removed(@Payload() { data }: HubEvent<typeof MemberRemoved>, @Ctx() { tx }: EventContext): Promise<void> {
    return this.keep(tx, data.organizationId, data.memberId, 'removed');
  }

  private async keep(
    tx: Tx,
    organizationId: string,
    memberId: string,
    standing: KnownStanding,
    role: string | null = null,
  ): Promise<void> {
    await tx.query(
      `insert into known_access (organization_id, member_id, standing, role) values ($1, $2, $3, $4)
       on conflict (organization_id, member_id) do update set standing = excluded.standing, role = excluded.role`,
      [organizationId, memberId, standing, role],
    );
    tx.afterCommit(() => void this.knownAccess.readOrWarn());
  }
}
