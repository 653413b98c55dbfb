import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decline } from '../../domain/refer.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { DeclineReferral } from './decline-referral.command.js';

@CommandHandler(DeclineReferral)
export class DeclineReferralHandler implements ICommandHandler<DeclineReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
  ) {}

  execute({ context, id, reasonCode }: DeclineReferral): Promise<ReferralAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, (state) =>
        decline(state, { organizationId: context.actor.organizationId, reasonCode }),
      );
      return referralAnswer(row);
    });
  }
}
