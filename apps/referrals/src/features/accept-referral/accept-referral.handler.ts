import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accept } from '../../domain/refer.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { AcceptReferral } from './accept-referral.command.js';

@CommandHandler(AcceptReferral)
export class AcceptReferralHandler implements ICommandHandler<AcceptReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
  ) {}

  execute({ context, id }: AcceptReferral): Promise<ReferralAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, (state) =>
        accept(state, { organizationId: context.actor.organizationId, at: tx.now }),
      );
      return referralAnswer(row);
    });
  }
}
