import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cancel } from '../../domain/refer.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { CancelReferral } from './cancel-referral.command.js';

@CommandHandler(CancelReferral)
export class CancelReferralHandler implements ICommandHandler<CancelReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
  ) {}

  execute({ context, id, reasonCode }: CancelReferral): Promise<ReferralAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, (state) =>
        cancel(state, { organizationId: context.actor.organizationId, reasonCode }),
      );
      return referralAnswer(row);
    });
  }
}
