import { Refusal, type Bilingual } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { receiptOf } from '../../domain/disclosure.js';
import { statusAt } from '../../domain/grant.js';
import { grantNotFound } from '../../domain/refusals.js';
import { GrantRow } from '../../persistence/grant.row.js';
import { organizationsOf } from '../../persistence/known-organizations.js';

@Injectable()
export class ReceiptReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Refusal `grant/not-found` (404) */
  one(actor: Actor, id: string): Promise<Bilingual> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(GrantRow, { id });
      if (!row) throw new Refusal(grantNotFound);
      await auditRead(tx, 'grant', id, { participantRef: row.participantRef });
      const organizations = await organizationsOf(tx, row.recipients);
      return receiptOf({ ...row, status: statusAt(row, tx.now) }, organizations);
    });
  }
}
