import { OrganizationRegistered } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { keepOrganization } from '../../persistence/known-organizations.js';

/** Who enforces law, and must be named by the person (R4): the directory's events, kept here. */
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
}
