import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { triage } from '../../domain/handle.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { TriageLiaisonRequest } from './triage-liaison-request.command.js';

@CommandHandler(TriageLiaisonRequest)
export class TriageLiaisonRequestHandler implements ICommandHandler<TriageLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
  ) {}

  execute({ context, id, priority, departments }: TriageLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.liaisonRequests.update(tx, id, (state) =>
        triage(state, { organizationId: context.actor.organizationId, priority, departments }),
      );
      return requestAnswer(row);
    });
  }
}
