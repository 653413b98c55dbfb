import { Refusal } from '#libs/kernel';
import { auditRead, auditReads, UnitOfWork, type Actor } from '#libs/messaging';
import { newestFirst, pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { grantNotFound } from '../../domain/refusals.js';
import { consentAnswer, type ConsentAnswer } from '../../persistence/grant-answer.js';
import { GrantRow } from '../../persistence/grant.row.js';
import type { ConsentsFilter } from './read-consents.dto.js';

@Injectable()
export class ConsentReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(actor: Actor, { participantRef, state, limit, after }: ConsentsFilter): Promise<Page<ConsentAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const query = newestFirst(tx, GrantRow, 'consent', { limit, after });
      if (participantRef) query.andWhere('consent.participant_ref = :participantRef', { participantRef });
      if (state) query.andWhere(`consent.status = 'live' and consent.ends_at > :now`, { now: tx.now });
      const page = pageOf(
        await query.getMany(),
        limit,
        (row) => row.id,
        (row) => row,
      );
      auditReads(
        tx,
        'grant',
        page.items.map(({ id, participantRef }) => ({ id, person: { participantRef } })),
      );
      return { ...page, items: page.items.map((row) => consentAnswer(row, tx.now)) };
    });
  }

  /** @throws Refusal `grant/not-found` (404) */
  one(actor: Actor, id: string): Promise<ConsentAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(GrantRow, { id });
      if (!row) throw new Refusal(grantNotFound);
      await auditRead(tx, 'grant', id, { participantRef: row.participantRef });
      return consentAnswer(row, tx.now);
    });
  }
}
