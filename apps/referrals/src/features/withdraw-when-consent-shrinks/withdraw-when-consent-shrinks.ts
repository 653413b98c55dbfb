import { WhenConsentShrinks, type Shrunk } from '#libs/consent';
import type { Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { reviewConsent } from '../../domain/refer.js';
import { ReferralConsents } from '../../persistence/consents.js';
import { lockPerson, referralsOfPerson } from '../../persistence/persons.js';
import { Referrals } from '../../persistence/referrals.repository.js';

/**
 * R11: a grant or legal exception ended or shrank. What no other one covers is withdrawn, or shares nothing more; where another
 * one is said to live that is not known here yet, the receiver sees nothing until it is, and that is decided then.
 */
@Injectable()
export class WithdrawWhenConsentShrinks extends WhenConsentShrinks {
  constructor(
    private readonly referrals: Referrals,
    private readonly consents: ReferralConsents,
  ) {
    super();
  }

  /** What is drafted from now on asks after the commit; what was drafted is listed, and its row waits for who is sending it. */
  async shrunk(
    tx: Tx,
    { ownerOrganizationId, participantRef, reason, otherGrantIds = [] }: Shrunk,
  ): Promise<void> {
    lockPerson(tx, ownerOrganizationId, participantRef);
    const mayBeCovered = await this.consents.mayCoverUnknown(tx, otherGrantIds);
    for (const id of await referralsOfPerson(tx, ownerOrganizationId, participantRef))
      await this.referrals.update(tx, id, async (referral) =>
        reviewConsent(referral, {
          permission: await this.consents.covers(tx, referral, participantRef),
          mayBeCovered,
          reasonCode: reasonOf.get(reason) ?? 'consent_withdrawn',
          at: tx.now,
        }),
      );
  }
}

const reasonOf = new Map<string, string>([
  ['withdrawn', 'consent_withdrawn'],
  ['expired', 'consent_expired'],
  ['not_upheld', 'exception_not_upheld'],
  ['erased', 'person_erased'],
]);
