import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { vet } from '../../domain/standing.js';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { VetOrganization } from './vet-organization.command.js';

@CommandHandler(VetOrganization)
export class VetOrganizationHandler implements ICommandHandler<VetOrganization> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
  ) {}

  execute({ context, id }: VetOrganization): Promise<OrganizationAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      organizationAnswer(await this.organizations.update(tx, id, (state) => vet(state, tx.now))),
    );
  }
}
