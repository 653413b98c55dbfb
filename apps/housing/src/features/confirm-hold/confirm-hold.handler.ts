import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { confirm } from '../../domain/move-hold.js';
import { holdAnswer, type HoldAnswer } from '../../persistence/housing-answers.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { ConfirmHold } from './confirm-hold.command.js';

@CommandHandler(ConfirmHold)
export class ConfirmHoldHandler implements ICommandHandler<ConfirmHold> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: HousingHolds,
  ) {}

  execute({ context, id }: ConfirmHold): Promise<HoldAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const { hold, now } = await this.holds.lockNamedWithResource(tx, id);
      const events = confirm(hold, { organizationId: context.actor.organizationId, now });
      return holdAnswer(await this.holds.save(tx, hold, events), now);
    });
  }
}
