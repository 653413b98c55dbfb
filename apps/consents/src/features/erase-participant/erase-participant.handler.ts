import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { end as endGrant } from '../../domain/consent.js';
import { end as endException } from '../../domain/legal-exception.js';
import { erasureAnswer, type ErasureAnswer } from '../../persistence/erasure-answer.js';
import { Grants } from '../../persistence/grants.repository.js';
import { LegalExceptions } from '../../persistence/legal-exceptions.repository.js';
import { erase, erasedParticipant, lockParticipant } from '../../persistence/participants.js';
import { EraseParticipant } from './erase-participant.command.js';

@CommandHandler(EraseParticipant)
export class EraseParticipantHandler implements ICommandHandler<EraseParticipant> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: Grants,
    private readonly exceptions: LegalExceptions,
  ) {}

  execute({ context, participantRef }: EraseParticipant): Promise<ErasureAnswer> {
    const { organizationId } = context.actor;
    return this.unitOfWork.command(context, async (tx) => {
      await lockParticipant(tx, organizationId, participantRef);
      const before = await erasedParticipant(tx, organizationId, participantRef);
      if (before) return erasureAnswer(before);
      for (const id of await this.grants.liveOf(tx, organizationId, participantRef))
        await this.grants.update(tx, id, (state) => endGrant(state, 'erased', tx.now));
      for (const id of await this.exceptions.liveOf(tx, organizationId, participantRef))
        await this.exceptions.update(tx, id, (state) => endException(state, 'erased', tx.now));
      return erasureAnswer(await erase(tx, context.mode, organizationId, participantRef));
    });
  }
}
