import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { exceptionNotFound } from '../../domain/refusals.js';
import { legalExceptionAnswer, type LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';
import { LegalExceptionRow } from '../../persistence/legal-exception.row.js';
import type { LegalExceptionsFilter } from './read-legal-exceptions.dto.js';

@Injectable()
export class LegalExceptionReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(
    { organizationId, ...actor }: Actor,
    { waiting, limit, after }: LegalExceptionsFilter,
  ): Promise<Page<LegalExceptionAnswer>> {
    return this.unitOfWork.query({ organizationId, ...actor }, async (tx) => {
      const query = tx.manager
        .createQueryBuilder(LegalExceptionRow, 'exception')
        .orderBy('exception.id', 'DESC')
        .take(limit + 1);
      if (after) query.andWhere('exception.id < :after', { after });
      if (waiting) query.andWhere('exception.reviewed_at is null');
      return pageOf(
        await query.getMany(),
        limit,
        (row) => row.id,
        (row) => legalExceptionAnswer(row, { organizationId, now: tx.now }),
      );
    });
  }

  /** @throws Refusal `legal-exception/not-found` (404) */
  one(actor: Actor, id: string): Promise<LegalExceptionAnswer> {
    const { organizationId } = actor;
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(LegalExceptionRow, { id });
      if (!row) throw new Refusal(exceptionNotFound);
      const { participantRef, ownerOrganizationId } = row;
      await auditRead(tx, 'legal_exception', id, { participantRef, ownerOrganizationId, consentRef: id });
      return legalExceptionAnswer(row, { organizationId, now: tx.now });
    });
  }
}
