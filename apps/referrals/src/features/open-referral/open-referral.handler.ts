import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { open } from '../../domain/refer.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { OpenReferral } from './open-referral.command.js';

@CommandHandler(OpenReferral)
export class OpenReferralHandler implements ICommandHandler<OpenReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
  ) {}

  execute({ context, id }: OpenReferral): Promise<ReferralAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, (state) =>
        open(state, { organizationId: context.actor.organizationId, at: tx.now }),
      );
      return referralAnswer(row);
    });
  }
}
