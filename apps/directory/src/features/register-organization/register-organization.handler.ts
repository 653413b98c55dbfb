import { Refusal } from '#libs/kernel';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { departmentCodeWrong } from '../../persistence/refusals.js';
import { RegisterOrganization } from './register-organization.command.js';

@CommandHandler(RegisterOrganization)
export class RegisterOrganizationHandler implements ICommandHandler<RegisterOrganization> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
  ) {}

  execute({ context, organization }: RegisterOrganization): Promise<OrganizationAnswer> {
    const { id, name, type, departmentCode = null } = organization;
    if ((type === 'federal_department') !== (departmentCode !== null))
      throw new Refusal(departmentCodeWrong, { pointer: '/departmentCode' });
    return this.unitOfWork.command(context, async (tx) =>
      organizationAnswer(
        await this.organizations.add(tx, { id: id ?? tx.newId(), name, type, departmentCode }),
      ),
    );
  }
}
