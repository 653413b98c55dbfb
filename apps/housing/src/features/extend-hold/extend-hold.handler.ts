import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { extend } from '../../domain/move-hold.js';
import { holdAnswer, type HoldAnswer } from '../../persistence/housing-answers.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { ExtendHold } from './extend-hold.command.js';

@CommandHandler(ExtendHold)
export class ExtendHoldHandler implements ICommandHandler<ExtendHold> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: HousingHolds,
  ) {}

  execute({ context, id }: ExtendHold): Promise<HoldAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const { hold, now } = await this.holds.lockNamedWithResource(tx, id);
      const events = extend(hold, { organizationId: context.actor.organizationId, now });
      return holdAnswer(await this.holds.save(tx, hold, events), now);
    });
  }
}
