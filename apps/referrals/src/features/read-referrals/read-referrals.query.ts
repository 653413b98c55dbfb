import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { referralNotFound } from '../../domain/refusals.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
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
const waitingForSender = ['declined', 'expired'];

@Injectable()
export class ReferralReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(
    actor: Actor,
    { state, requestId, waiting, limit, after }: ReferralsFilter,
  ): Promise<Page<ReferralAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const query = tx.manager
        .createQueryBuilder(ReferralRow, 'referral')
        .orderBy('referral.id', 'DESC')
        .take(limit + 1);
      if (after) query.andWhere('referral.id < :after', { after });
      if (state) query.andWhere('referral.status = :state', { state });
      if (requestId) query.andWhere('referral.request_id = :requestId', { requestId });
      if (waiting) {
        query.andWhere(
          `((referral.receiver_organization_id = :me and referral.status in (:...waitingForReceiver))
            or (referral.sender_organization_id = :me and referral.status in (:...waitingForSender)))`,
          { me: actor.organizationId, waitingForReceiver, waitingForSender },
        );
      }
      return pageOf(await query.getMany(), limit, (row) => row.id, referralAnswer);
    });
  }

  /** @throws Refusal `referral/not-found` (404) */
  one(actor: Actor, id: string): Promise<ReferralAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(ReferralRow, { id });
      if (!row) throw new Refusal(referralNotFound);
      await auditRead(tx, 'referral', id);
      return referralAnswer(row);
    });
  }
}
