import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { withdraw } from '../../domain/move-hold.js';
import { reopen } from '../../domain/move-request.js';
import { holdAnswer, type HoldAnswer } from '../../persistence/housing-answers.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { WithdrawHold } from './withdraw-hold.command.js';

@CommandHandler(WithdrawHold)
export class WithdrawHoldHandler implements ICommandHandler<WithdrawHold> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: HousingHolds,
    private readonly requests: HousingRequests,
  ) {}

  execute({ context, id, reasonCode }: WithdrawHold): Promise<HoldAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const { request, hold } = await this.holds.lockNamed(tx, id);
      const events = withdraw(hold, {
        organizationId: context.actor.organizationId,
        now: tx.now,
        reasonCode,
      });
      const ended = {
        holdId: hold.id,
        reasonCode,
        notAble: { providerOrganizationId: hold.providerOrganizationId, reasonCode },
      };
      await this.requests.save(tx, request, reopen(request, ended, tx.now));
      return holdAnswer(await this.holds.save(tx, hold, events), tx.now);
    });
  }
}
