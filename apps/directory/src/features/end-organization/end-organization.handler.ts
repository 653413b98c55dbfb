import { UnitOfWork } from '#libs/messaging';
import { CONFIG, type AppConfig } from '#libs/platform';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { end } from '../../domain/standing.js';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { EndOrganization } from './end-organization.command.js';

@CommandHandler(EndOrganization)
export class EndOrganizationHandler implements ICommandHandler<EndOrganization> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  execute({ context, id, reasonCode }: EndOrganization): Promise<OrganizationAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      organizationAnswer(
        await this.organizations.update(tx, id, (state) =>
          end(state, { reasonCode, operatesTheHub: id === this.config.officeOrganizationId }),
        ),
      ),
    );
  }
}
