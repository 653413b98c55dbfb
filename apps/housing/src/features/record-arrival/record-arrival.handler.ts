import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { recordArrival } from '../../domain/move-hold.js';
import { place } from '../../domain/move-request.js';
import { holdAnswer, type HoldAnswer } from '../../persistence/housing-answers.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { RecordArrival } from './record-arrival.command.js';

@CommandHandler(RecordArrival)
export class RecordArrivalHandler implements ICommandHandler<RecordArrival> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: HousingHolds,
    private readonly requests: HousingRequests,
  ) {}

  execute({ context, id }: RecordArrival): Promise<HoldAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const { request, hold, now } = await this.holds.lockNamedWithResource(tx, id);
      const events = recordArrival(hold, { organizationId: context.actor.organizationId, now });
      await this.requests.save(tx, request, place(request, hold.id));
      return holdAnswer(await this.holds.save(tx, hold, events), now);
    });
  }
}
