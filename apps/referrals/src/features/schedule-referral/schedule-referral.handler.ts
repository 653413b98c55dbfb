import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { schedule } from '../../domain/refer.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { ScheduleReferral } from './schedule-referral.command.js';

@CommandHandler(ScheduleReferral)
export class ScheduleReferralHandler implements ICommandHandler<ScheduleReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
  ) {}

  execute({ context, id }: ScheduleReferral): Promise<ReferralAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, (state) =>
        schedule(state, { organizationId: context.actor.organizationId, at: tx.now }),
      );
      return referralAnswer(row);
    });
  }
}
