import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { complete } from '../../domain/refer.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { CompleteReferral } from './complete-referral.command.js';

@CommandHandler(CompleteReferral)
export class CompleteReferralHandler implements ICommandHandler<CompleteReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
  ) {}

  execute({ context, id, outcome }: CompleteReferral): Promise<ReferralAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, (state) =>
        complete(state, { organizationId: context.actor.organizationId, outcome }),
      );
      return referralAnswer(row);
    });
  }
}
