import { Refusal } from '#libs/kernel';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { end as endGrant } from '../../domain/consent.js';
import { end as endException } from '../../domain/legal-exception.js';
import { participantIsActual } from '../../domain/refusals.js';
import { erasureAnswer, type ErasureAnswer } from '../../persistence/erasure-answer.js';
import { Grants } from '../../persistence/grants.repository.js';
import { LegalExceptions } from '../../persistence/legal-exceptions.repository.js';
import { erase, erasedParticipant, isActual, lockParticipant } from '../../persistence/participants.js';
import { EraseParticipant } from './erase-participant.command.js';

@CommandHandler(EraseParticipant)
export class EraseParticipantHandler implements ICommandHandler<EraseParticipant> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: Grants,
    private readonly exceptions: LegalExceptions,
  ) {}

  execute({ context, participantRef }: EraseParticipant): Promise<ErasureAnswer> {
    const { mode, actor } = context;
    const { organizationId } = actor;
    return this.unitOfWork.command(context, async (tx) => {
      await lockParticipant(tx, organizationId, participantRef);
      const before = await erasedParticipant(tx, organizationId, participantRef, mode);
      if (before) return erasureAnswer(before);
      if (mode !== 'actual' && (await isActual(tx, organizationId, participantRef)))
        throw new Refusal(participantIsActual);
      for (const id of await this.grants.liveOf(tx, mode, organizationId, participantRef))
        await this.grants.update(tx, id, (state) => endGrant(state, 'erased', tx.now));
      for (const id of await this.exceptions.liveOf(tx, mode, organizationId, participantRef))
        await this.exceptions.update(tx, id, (state) => endException(state, 'erased', tx.now));
      return erasureAnswer(await erase(tx, mode, organizationId, participantRef));
    });
  }
}
