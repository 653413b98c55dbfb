import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { send } from '../../domain/refer.js';
import { ReferralConsents } from '../../persistence/consents.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { SendReferral } from './send-referral.command.js';

@CommandHandler(SendReferral)
export class SendReferralHandler implements ICommandHandler<SendReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
    private readonly consents: ReferralConsents,
  ) {}

  execute({ context, id }: SendReferral): Promise<ReferralAnswer> {
    const { organizationId } = context.actor;
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.referrals.update(tx, id, async (referral) =>
        send(referral, {
          organizationId,
          permission: await this.consents.toSend(tx, referral),
          at: tx.now,
        }),
      );
      return referralAnswer(row);
    });
  }
}
