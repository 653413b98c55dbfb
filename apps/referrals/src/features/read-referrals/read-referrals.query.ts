import { Refusal, type Role } from '#libs/kernel';
import { auditRead, auditReads, UnitOfWork, type Actor } from '#libs/messaging';
import { newestFirst, pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { isPersonLinked } from '../../domain/referral.js';
import { referralNotFound } from '../../domain/refusals.js';
import { ReferralConsents } from '../../persistence/consents.js';
import { Notes } from '../../persistence/notes.js';
import { personOf } from '../../persistence/persons.js';
import {
  referralAnswer,
  type OneReferralAnswer,
  type ReferralAnswer,
} from '../../persistence/referral-answer.js';
import { ReferralRow } from '../../persistence/referral.row.js';
import type { ReferralsFilter } from './read-referrals.dto.js';

const waitingForReceiver = [
  'sent',
  'received',
  'escalated_hub',
  'escalated_national',
  'accepted',
  'scheduled',
  'in_service',
];
const waitingForSender = ['draft', 'declined', 'expired'];

/** Whose work is with the person; a system, an officer or an advisor sees the referral, and not whom it is about. */
const worksWithPersons: readonly Role[] = ['ngo_worker', 'hub_coordinator', 'provider_worker'];

@Injectable()
export class ReferralReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly consents: ReferralConsents,
    private readonly notes: Notes,
  ) {}

  /** @throws Refusal `referral/consents-not-fresh` (503) where one of the page was sent to the caller on a consent */
  list(
    actor: Actor,
    { state, requestId, waiting, limit, after }: ReferralsFilter,
  ): Promise<Page<ReferralAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const query = newestFirst(tx, ReferralRow, 'referral', { limit, after });
      // Of what was sent on a consent that is over, a receiver sees nothing, whether or not that has been noticed yet.
      query.andWhere(
        `not (referral.receiver_organization_id = :me and not referral.sharing_stopped
              and coalesce(referral.consent_until <= :now, false))`,
        { me: actor.organizationId, now: tx.now },
      );
      if (state) query.andWhere('referral.status = :state', { state });
      if (requestId) query.andWhere('referral.request_id = :requestId', { requestId });
      if (waiting) {
        query.andWhere(
          `((referral.receiver_organization_id = :me and referral.status in (:...waitingForReceiver))
            or (referral.sender_organization_id = :me and referral.status in (:...waitingForSender)))`,
          { me: actor.organizationId, waitingForReceiver, waitingForSender },
        );
      }
      const rows = await query.getMany();
      await this.consents.assertReceiverMaySee(tx, actor.organizationId, rows);
      const page = pageOf(
        rows,
        limit,
        (row) => row.id,
        (row) => row,
      );
      auditReads(
        tx,
        'referral',
        page.items.filter(isPersonLinked).map(({ id }) => ({ id })),
      );
      return { ...page, items: page.items.map(referralAnswer) };
    });
  }

  /** @throws Refusal `referral/not-found` (404), `referral/consents-not-fresh` (503) */
  one(actor: Actor, id: string): Promise<OneReferralAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(ReferralRow, { id });
      if (!row) throw new Refusal(referralNotFound);
      await this.consents.assertReceiverMaySee(tx, actor.organizationId, [row]);
      const person = worksWithPersons.includes(actor.role)
        ? await personOf(tx, id, actor.organizationId)
        : undefined;
      const { participantRef = null, ageBand = null } = person ?? {};
      await auditRead(tx, 'referral', id);
      const text = person ? await this.notes.unseal(id, person) : null;
      const note = text === null ? null : { text, confidential: true };
      return { ...referralAnswer(row), participantRef, ageBand, note };
    });
  }
}
