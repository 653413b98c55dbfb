import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { resolveDoubt } from '../../domain/refer.js';
import { ReferralConsents } from '../../persistence/consents.js';
import { lockPerson, sendersPerson } from '../../persistence/persons.js';
import { awaitConsent, Referrals } from '../../persistence/referrals.repository.js';

/** The end of a consent came before the giving of another one, which may cover the referral (R11). */
@Timer('consent-doubt')
export class ResolveConsentDoubt implements TimerHandler {
  constructor(
    private readonly referrals: Referrals,
    private readonly consents: ReferralConsents,
  ) {}

  async fire(tx: Tx, referralId: string): Promise<void> {
    const person = await sendersPerson(tx, referralId);
    if (!person) return;
    lockPerson(tx, person.organizationId, person.participantRef);
    const row = await this.referrals.update(tx, referralId, async (referral) =>
      resolveDoubt(referral, {
        permission: await this.consents.covers(tx, referral, person.participantRef),
        at: tx.now,
      }),
    );
    if (row.consentDoubt) awaitConsent(tx, referralId);
  }
}
