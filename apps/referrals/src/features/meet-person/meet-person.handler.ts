import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { meet } from '../../domain/refer.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { MeetPerson } from './meet-person.command.js';

@CommandHandler(MeetPerson)
export class MeetPersonHandler implements ICommandHandler<MeetPerson> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
  ) {}

  execute({ context, id }: MeetPerson): Promise<ReferralAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, (state) =>
        meet(state, { organizationId: context.actor.organizationId, at: tx.now }),
      );
      return referralAnswer(row);
    });
  }
}
