import { UnitOfWork } from '#libs/messaging';
import { CONFIG, type AppConfig } from '#libs/platform';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { suspend } from '../../domain/standing.js';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { SuspendOrganization } from './suspend-organization.command.js';

@CommandHandler(SuspendOrganization)
export class SuspendOrganizationHandler implements ICommandHandler<SuspendOrganization> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  execute({ context, id, reasonCode }: SuspendOrganization): Promise<OrganizationAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      organizationAnswer(
        await this.organizations.update(tx, id, (state) =>
          suspend(state, { reasonCode, operatesTheHub: id === this.config.officeOrganizationId }),
        ),
      ),
    );
  }
}
