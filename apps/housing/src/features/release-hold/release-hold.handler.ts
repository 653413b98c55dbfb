import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { release } from '../../domain/move-hold.js';
import { reopen } from '../../domain/move-request.js';
import { holdAnswer, type HoldAnswer } from '../../persistence/housing-answers.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { ReleaseHold } from './release-hold.command.js';

@CommandHandler(ReleaseHold)
export class ReleaseHoldHandler implements ICommandHandler<ReleaseHold> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: HousingHolds,
    private readonly requests: HousingRequests,
  ) {}

  execute({ context, id, reasonCode }: ReleaseHold): Promise<HoldAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const { request, hold } = await this.holds.lockNamed(tx, id);
      const events = release(hold, { organizationId: context.actor.organizationId, now: tx.now, reasonCode });
      const ended = { holdId: hold.id, reasonCode };
      await this.requests.save(tx, request, reopen(request, ended, tx.now));
      return holdAnswer(await this.holds.save(tx, hold, events), tx.now);
    });
  }
}
