import type { Mode } from '#libs/kernel';
import type { Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';

/** May this organization be told this about this person, for this purpose? */
export interface Ask {
  readonly ownerOrganizationId: string;
  /** The person, as the owner calls them. */
  readonly participantRef: string;
  readonly recipientOrganizationId: string;
  /** A code of `consentPurposes`. */
  readonly purpose: string;
  /** Codes of `dataClasses`, at least one; one grant must cover them all. */
  readonly dataClasses: readonly string[];
  /** R62: an exercise's consent covers nothing actual. Default: actual. */
  readonly mode?: Mode;
}

export type Permission =
  | { readonly kind: 'granted'; readonly consentRef: string; readonly until: Date }
  | { readonly kind: 'refused' }
  /** What this app knows of consents is too old, or a part of it is parked: wait, and say 503 to who reads. */
  | { readonly kind: 'not_fresh' };

interface Answer {
  readonly is_fresh: boolean;
  readonly consent_ref: string | null;
  readonly ends_at: Date | null;
}

/** What an app knows of grants and legal exceptions. Asked in the transaction that sends or shows (R9); one round trip. */
@Injectable()
export class KnownConsents {
  /** Closed, not open: where the model is not fresh, nothing is granted (messaging.md 17). */
  async check(tx: Tx, ask: Ask): Promise<Permission> {
    const { is_fresh, ...found } = await this.find(tx, ask);
    return is_fresh ? permissionOf(found) : { kind: 'not_fresh' };
  }

  /** What the model says, however old it is: for taking back what was allowed. Nothing is sent on its word. */
  async covers(tx: Tx, ask: Ask): Promise<Exclude<Permission, { kind: 'not_fresh' }>> {
    return permissionOf(await this.find(tx, ask));
  }

  /** Whether all of these are known here; one that ended already is not, any more. */
  async areKnown(tx: Tx, ids: readonly string[]): Promise<boolean> {
    if (ids.length === 0) return true;
    const known = await tx.query('select 1 from known_consent where id = any ($1::uuid[])', [ids]);
    return known.length === ids.length;
  }

  /** Whether what this app knows is new enough to show what was sent on a consent. */
  async areFresh(tx: Tx): Promise<boolean> {
    const [answer] = await tx.query<{ fresh: boolean }>('select known_consents_are_fresh() as fresh');
    return answer!.fresh;
  }

  private async find(tx: Tx, ask: Ask): Promise<Answer> {
    if (ask.dataClasses.length === 0) throw new Error('Consent is asked for at least one class of data.');
    const [answer] = await tx.query<Answer>('select * from known_consent_for($1, $2, $3, $4, $5, $6)', [
      ask.ownerOrganizationId,
      ask.participantRef,
      ask.recipientOrganizationId,
      ask.purpose,
      ask.dataClasses,
      ask.mode ?? 'actual',
    ]);
    return answer!;
  }
}

function permissionOf({
  consent_ref,
  ends_at,
}: Omit<Answer, 'is_fresh'>): Exclude<Permission, { kind: 'not_fresh' }> {
  return consent_ref === null || ends_at === null
    ? { kind: 'refused' }
    : { kind: 'granted', consentRef: consent_ref, until: ends_at };
}
