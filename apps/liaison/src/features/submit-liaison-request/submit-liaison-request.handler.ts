import { setDeadline, UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { submit } from '../../domain/submit.js';
import { liaisonOffice } from '../../persistence/known-organizations.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { SubmitLiaisonRequest } from './submit-liaison-request.command.js';

@CommandHandler(SubmitLiaisonRequest)
export class SubmitLiaisonRequestHandler implements ICommandHandler<SubmitLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
  ) {}

  execute({ context, filing }: SubmitLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const events = submit({
        ...filing,
        senderOrganizationId: context.actor.organizationId,
        officeOrganizationId: await liaisonOffice(tx),
        at: tx.now,
      });
      const row = await this.liaisonRequests.add(tx, tx.newId(), context.mode, events);
      setDeadline(tx, 'acknowledgement', row.id, row.acknowledgeDueAt);
      return requestAnswer(row);
    });
  }
}
