import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reinstate } from '../../domain/standing.js';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { ReinstateOrganization } from './reinstate-organization.command.js';

@CommandHandler(ReinstateOrganization)
export class ReinstateOrganizationHandler implements ICommandHandler<ReinstateOrganization> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
  ) {}

  execute({ context, id }: ReinstateOrganization): Promise<OrganizationAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      organizationAnswer(await this.organizations.update(tx, id, (state) => reinstate(state, tx.now))),
    );
  }
}
