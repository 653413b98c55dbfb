import { KnownConsents, type Ask } from '#libs/consent';
import { Refusal, type Mode } from '#libs/kernel';
import type { Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import type { Permission } from '../domain/refer.js';
import { isPersonLinked, type ReferralFacts } from '../domain/referral.js';
import { consentNotFresh, referralNotFound } from '../domain/refusals.js';
import { personOf } from './persons.js';
import type { ReferralRow } from './referral.row.js';

/** What the hub knows of the consent to one referral. */
@Injectable()
export class ReferralConsents {
  constructor(private readonly known: KnownConsents) {}

  /** R9: at the time of sending, in the transaction that sends. */
  async toSend(tx: Tx, referral: ReferralRow): Promise<Permission> {
    const person = await personOf(tx, referral.id, referral.senderOrganizationId);
    return person?.participantRef
      ? this.known.check(tx, askOf(referral, person.participantRef))
      : { kind: 'refused' };
  }

  /** What covers it by what is known, however old that is: to take back, never to send. */
  covers(
    tx: Tx,
    referral: Pick<ReferralRow, 'mode'> & ReferralFacts,
    participantRef: string,
  ): Promise<Permission> {
    return this.known.covers(tx, askOf(referral, participantRef));
  }

  /** Whether what covers may not be known yet: one of these grants is not. */
  async mayCoverUnknown(tx: Tx, grantIds: readonly string[]): Promise<boolean> {
    return !(await this.known.areKnown(tx, grantIds));
  }

  /**
   * Closed, not open: what a receiver reads or does needs a consent that is known to last (messaging.md 16 and 17). The
   * sender’s own stays the sender’s.
   * @throws Refusal `referral/consents-not-fresh` (503), `referral/not-found` (404) where the consent is over already
   */
  async assertReceiverMaySee(
    tx: Tx,
    organizationId: string,
    referrals: readonly ReferralRow[],
  ): Promise<void> {
    const shared = referrals.filter(
      (referral) =>
        isPersonLinked(referral) &&
        referral.receiverOrganizationId === organizationId &&
        !referral.sharingStopped,
    );
    if (shared.length === 0) return;
    if (!(await this.known.areFresh(tx))) throw new Refusal(consentNotFresh);
    if (shared.some(({ consentUntil }) => consentUntil !== null && consentUntil <= tx.now))
      throw new Refusal(referralNotFound);
  }
}

function askOf(referral: { mode: Mode } & ReferralFacts, participantRef: string): Ask {
  return {
    ownerOrganizationId: referral.senderOrganizationId,
    participantRef,
    recipientOrganizationId: referral.receiverOrganizationId,
    purpose: referral.purpose!,
    dataClasses: referral.dataClasses,
    mode: referral.mode,
  };
}
