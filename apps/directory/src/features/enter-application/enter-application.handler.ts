import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { apply } from '../../domain/standing.js';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { EnterApplication } from './enter-application.command.js';

@CommandHandler(EnterApplication)
export class EnterApplicationHandler implements ICommandHandler<EnterApplication> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
  ) {}

  execute({ context, organization }: EnterApplication): Promise<OrganizationAnswer> {
    const { id, name, type, departmentCode = null } = organization;
    return this.unitOfWork.command(context, async (tx) => {
      const applied = apply({ name, type, departmentCode }, tx.now);
      return organizationAnswer(await this.organizations.add(tx, id ?? tx.newId(), departmentCode, applied));
    });
  }
}
