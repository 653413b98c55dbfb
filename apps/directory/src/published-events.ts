import {
  AgreementRecorded,
  MemberInvited,
  MemberRemoved,
  MemberRoleChanged,
  OrganizationActivated,
  OrganizationApplied,
  OrganizationEnded,
  OrganizationRegistered,
  OrganizationReinstated,
  OrganizationSuspended,
  OrganizationVetted,
  RegionalHubRegistered,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { exhaustive } from '#libs/kernel';
import type { MembershipEvent } from './domain/membership.js';
import type { Organization, OrganizationEvent } from './domain/organization.js';

interface Published {
  readonly contract: Contract;
  readonly data: object;
}

function as<C extends Contract>(contract: C, data: DataOf<C>): Published {
  return { contract, data };
}

/** One that is active for the first time is registered, too: from then on it stands among the partners. */
export function publishOrganizationEvent(event: OrganizationEvent, before: Organization | null): Published[] {
  switch (event.type) {
    case 'OrganizationApplied':
      return [as(OrganizationApplied, { organizationType: event.organizationType })];
    case 'OrganizationVetted':
      return [as(OrganizationVetted, { occurredAt: event.at.toISOString() })];
    case 'AgreementRecorded':
      return [as(AgreementRecorded, { until: event.until.toISOString() })];
    case 'OrganizationActivated': {
      const activated = as(OrganizationActivated, { until: event.until.toISOString() });
      return before?.activatedAt === null ? [organizationRegistered(before), activated] : [activated];
    }
    case 'OrganizationSuspended':
      return [as(OrganizationSuspended, { reasonCode: event.reasonCode })];
    case 'OrganizationReinstated':
      return [as(OrganizationReinstated, { until: event.until.toISOString() })];
    case 'OrganizationEnded':
      return [as(OrganizationEnded, { reasonCode: event.reasonCode })];
    default:
      return exhaustive(event);
  }
}

export function publishMembershipEvent(event: MembershipEvent): Published {
  const { organizationId, memberId } = event;
  switch (event.type) {
    case 'MemberInvited':
      return as(MemberInvited, { organizationId, memberId, role: event.role });
    case 'MemberRoleChanged':
      return as(MemberRoleChanged, { organizationId, memberId, role: event.role });
    case 'MemberRemoved':
      return as(MemberRemoved, { organizationId, memberId });
    default:
      return exhaustive(event);
  }
}

function organizationRegistered({ type, departmentCode }: Organization): Published {
  return as(OrganizationRegistered, { organizationType: type, departmentCode });
}

export function regionalHubRegistered(hub: {
  organizationId: string;
  regionCodes: readonly string[];
}): Published {
  return as(RegionalHubRegistered, {
    hubOrganizationId: hub.organizationId,
    regionCodes: [...hub.regionCodes],
  });
}
