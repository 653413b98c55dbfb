import { OrganizationRegistered, RegionalHubRegistered } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { keepHub, keepOrganization } from '../../persistence/known-organizations.js';

/** Which organization answers for a department, and which hub serves a region: the directory's events, kept here. */
@Controller()
export class KeepDirectory {
  @On(OrganizationRegistered)
  organization(
    @Payload() { subject, data }: HubEvent<typeof OrganizationRegistered>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return keepOrganization(tx, {
      id: subject,
      type: data.organizationType,
      departmentCode: data.departmentCode,
    });
  }

  @On(RegionalHubRegistered)
  hub(
    @Payload() { data }: HubEvent<typeof RegionalHubRegistered>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return keepHub(tx, { organizationId: data.hubOrganizationId, regionCodes: data.regionCodes });
  }
}
