import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { recordAgreement } from '../../domain/standing.js';
import { organizationAnswer, type OrganizationAnswer } from '../../persistence/answers.js';
import { Organizations } from '../../persistence/organizations.repository.js';
import { RecordAgreement } from './record-agreement.command.js';

@CommandHandler(RecordAgreement)
export class RecordAgreementHandler implements ICommandHandler<RecordAgreement> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
  ) {}

  execute({ context, id, until }: RecordAgreement): Promise<OrganizationAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      organizationAnswer(
        await this.organizations.update(tx, id, (state) => recordAgreement(state, { until, at: tx.now })),
      ),
    );
  }
}
