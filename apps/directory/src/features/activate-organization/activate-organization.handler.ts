import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { activate } from '../../domain/standing.js';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { ActivateOrganization } from './activate-organization.command.js';

@CommandHandler(ActivateOrganization)
export class ActivateOrganizationHandler implements ICommandHandler<ActivateOrganization> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
  ) {}

  execute({ context, id }: ActivateOrganization): Promise<OrganizationAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      organizationAnswer(await this.organizations.update(tx, id, (state) => activate(state, tx.now))),
    );
  }
}
