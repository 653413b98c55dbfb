import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { review } from '../../domain/legal-exception.js';
import { legalExceptionAnswer, type LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';
import { LegalExceptions } from '../../persistence/legal-exceptions.repository.js';
import { ReviewLegalException } from './review-legal-exception.command.js';

@CommandHandler(ReviewLegalException)
export class ReviewLegalExceptionHandler implements ICommandHandler<ReviewLegalException> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly exceptions: LegalExceptions,
  ) {}

  execute({ context, id, verdict }: ReviewLegalException): Promise<LegalExceptionAnswer> {
    const { organizationId, memberId } = context.actor;
    return this.unitOfWork.command(context, async (tx) => {
      const row = await this.exceptions.update(tx, id, (state) =>
        review(state, { memberId, organizationId, verdict, at: tx.now }),
      );
      return legalExceptionAnswer(row, { organizationId, now: tx.now });
    });
  }
}
