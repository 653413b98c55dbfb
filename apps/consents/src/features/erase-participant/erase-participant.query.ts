import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { notErased } from '../../domain/refusals.js';
import { erasureAnswer, type ErasureAnswer } from '../../persistence/erasure-answer.js';
import { erasedParticipant } from '../../persistence/participants.js';

@Injectable()
export class ErasureReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Refusal `participant/not-erased` (404) */
  one(actor: Actor, participantRef: string): Promise<ErasureAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await erasedParticipant(tx, actor.organizationId, participantRef);
      if (!row) throw new Refusal(notErased);
      await auditRead(tx, 'participant', row.id, { participantRef });
      return erasureAnswer(row);
    });
  }
}
