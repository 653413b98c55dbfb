import { isEnforcement } from '#libs/codes';
import { OrganizationRegistered } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Deliveries } from '../../persistence/deliveries.js';
import { keepOrganization } from '../../persistence/known-organizations.js';

/** Who never gets what is linked to a person (R4): the directory's events, kept here. */
@Controller()
export class KeepOrganizations {
  constructor(private readonly deliveries: Deliveries) {}

  @On(OrganizationRegistered)
  async organization(
    @Payload() { subject, data }: HubEvent<typeof OrganizationRegistered>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    const enforces = isEnforcement(data.organizationType, data.departmentCode);
    await keepOrganization(tx, { id: subject, isEnforcement: enforces });
    if (enforces) await this.deliveries.supersedePersonLinked(tx, subject);
    // What waited until the organization was known.
    else tx.afterCommit(() => this.deliveries.wake());
  }
}
