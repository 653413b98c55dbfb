import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { withdraw } from '../../domain/consent.js';
import { consentAnswer, type ConsentAnswer } from '../../persistence/grant-answer.js';
import { Grants } from '../../persistence/grants.repository.js';
import { WithdrawConsent } from './withdraw-consent.command.js';

@CommandHandler(WithdrawConsent)
export class WithdrawConsentHandler implements ICommandHandler<WithdrawConsent> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: Grants,
  ) {}

  execute({ context, id, part }: WithdrawConsent): Promise<ConsentAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.grants.update(tx, id, (state) => withdraw(state, part, tx.now));
      return consentAnswer(row, tx.now);
    });
  }
}
