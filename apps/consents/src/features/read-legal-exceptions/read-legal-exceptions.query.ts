import { Refusal } from '#libs/kernel';
import { auditRead, auditReads, UnitOfWork, type Actor } from '#libs/messaging';
import { newestFirst, pageOf, type Page } from '#libs/platform';
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
      const query = newestFirst(tx, LegalExceptionRow, 'exception', { limit, after });
      if (waiting) query.andWhere('exception.reviewed_at is null');
      const page = pageOf(
        await query.getMany(),
        limit,
        (row) => row.id,
        (row) => row,
      );
      auditReads(
        tx,
        'legal_exception',
        page.items.map((row) => ({ id: row.id, person: personOf(row) })),
      );
      return {
        ...page,
        items: page.items.map((row) => legalExceptionAnswer(row, { organizationId, now: tx.now })),
      };
    });
  }

  /** @throws Refusal `legal-exception/not-found` (404) */
  one(actor: Actor, id: string): Promise<LegalExceptionAnswer> {
    const { organizationId } = actor;
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(LegalExceptionRow, { id });
      if (!row) throw new Refusal(exceptionNotFound);
      await auditRead(tx, 'legal_exception', id, personOf(row));
      return legalExceptionAnswer(row, { organizationId, now: tx.now });
    });
  }
}

function personOf({ id, participantRef, ownerOrganizationId }: LegalExceptionRow) {
  return { participantRef, ownerOrganizationId, consentRef: id };
}
