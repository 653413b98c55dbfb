import { findRegion } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { regionalHubAnswer, type RegionalHubAnswer } from '../../persistence/answers.js';
import { OrganizationRow } from '../../persistence/organization.row.js';
import { organizationNotFound, regionNotServable } from '../../domain/refusals.js';
import { RegionalHubs } from '../../persistence/regional-hubs.repository.js';
import { RegisterRegionalHub } from './register-regional-hub.command.js';

@CommandHandler(RegisterRegionalHub)
export class RegisterRegionalHubHandler implements ICommandHandler<RegisterRegionalHub> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regionalHubs: RegionalHubs,
  ) {}

  execute({ context, hub }: RegisterRegionalHub): Promise<RegionalHubAnswer> {
    const unknown = hub.regionCodes.findIndex((code) => !findRegion(code));
    if (unknown >= 0) throw new Refusal(regionNotServable, { pointer: `/regionCodes/${unknown}` });
    return this.unitOfWork.command(context, async (tx) => {
      if (!(await tx.manager.existsBy(OrganizationRow, { id: hub.organizationId })))
        throw new Refusal(organizationNotFound);
      return regionalHubAnswer(await this.regionalHubs.register(tx, hub));
    });
  }
}
