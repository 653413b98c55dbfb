import { OrganizationRegistered, RegionalHubRegistered, type Contract, type DataOf } from '#libs/contracts';

interface Published {
  readonly contract: Contract;
  readonly data: object;
}

function as<C extends Contract>(contract: C, data: DataOf<C>): Published {
  return { contract, data };
}

export function organizationRegistered(organization: {
  type: string;
  departmentCode: string | null;
}): Published {
  return as(OrganizationRegistered, {
    organizationType: organization.type,
    departmentCode: organization.departmentCode,
  });
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
