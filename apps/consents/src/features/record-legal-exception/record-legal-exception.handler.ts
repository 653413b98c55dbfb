import { exceptionReviewDays } from '#libs/codes';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { record } from '../../domain/legal-exception.js';
import { organizationsOf } from '../../persistence/known-organizations.js';
import { legalExceptionAnswer, type LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';
import { LegalExceptions } from '../../persistence/legal-exceptions.repository.js';
import { erasedParticipant, lockParticipant } from '../../persistence/participants.js';
import { RecordLegalException } from './record-legal-exception.command.js';

const day = 86_400_000;

@CommandHandler(RecordLegalException)
export class RecordLegalExceptionHandler implements ICommandHandler<RecordLegalException> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly exceptions: LegalExceptions,
  ) {}

  execute({ context, demanded }: RecordLegalException): Promise<LegalExceptionAnswer> {
    const { organizationId, memberId } = context.actor;
    const { provinceCode = null, childAgeYears = null, childView = null, until, ...rest } = demanded;
    return this.unitOfWork.command(context, async (tx) => {
      await lockParticipant(tx, organizationId, rest.participantRef);
      const [erased, organizations] = await Promise.all([
        erasedParticipant(tx, organizationId, rest.participantRef, context.mode),
        organizationsOf(tx, [rest.recipientOrganizationId]),
      ]);
      const events = record({
        ...rest,
        ownerOrganizationId: organizationId,
        provinceCode,
        childAgeYears,
        childView,
        decidedBy: memberId,
        from: tx.now,
        until: new Date(until),
        reviewDueAt: new Date(tx.now.getTime() + exceptionReviewDays * day),
        organizations,
        isErased: erased !== null,
      });
      const row = await this.exceptions.add(tx, context.mode, events);
      return legalExceptionAnswer(row, { organizationId, now: tx.now });
    });
  }
}
