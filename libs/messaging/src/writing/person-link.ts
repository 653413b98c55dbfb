import type { Tx } from '../tx/tx.js';

/** The person whom a record is about, and what allowed it to be read or written; both stand in the audit (R17). */
export interface PersonLink {
  /** The pseudonym by the organization whose person it is, also where a receiver reads under a pseudonym of its own (R14). */
  readonly participantRef: string;
  /** That organization; the actor's own one where it is not named. */
  readonly ownerOrganizationId?: string;
  /** The grant or legal exception; absent where the owner acts on what is its own. */
  readonly consentRef?: string | null;
}

/** Values of `participant_ref`, `participant_organization_id` and `consent_ref`. */
export function personLinkValues(tx: Tx, person: PersonLink | undefined): (string | null)[] {
  return person
    ? [
        person.participantRef,
        person.ownerOrganizationId ?? tx.actor?.organizationId ?? null,
        person.consentRef ?? null,
      ]
    : [null, null, null];
}
