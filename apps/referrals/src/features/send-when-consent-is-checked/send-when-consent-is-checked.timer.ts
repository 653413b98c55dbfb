import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { sendWhenChecked } from '../../domain/refer.js';
import { ReferralConsents } from '../../persistence/consents.js';
import { awaitConsentCheck, Referrals } from '../../persistence/referrals.repository.js';

/** What waited for consents that are fresh: sent, or a draft again, or it waits on (messaging.md 17). */
@Timer('consent-check')
export class SendWhenConsentIsChecked implements TimerHandler {
  constructor(
    private readonly referrals: Referrals,
    private readonly consents: ReferralConsents,
  ) {}

  async fire(tx: Tx, referralId: string): Promise<void> {
    const row = await this.referrals.update(tx, referralId, async (referral) =>
      sendWhenChecked(referral, { permission: await this.consents.toSend(tx, referral), at: tx.now }),
    );
    if (row.status === 'awaiting_consent_check') awaitConsentCheck(tx, referralId);
  }
}
