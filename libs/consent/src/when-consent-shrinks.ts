import type { Tx } from '#libs/messaging';

/** A grant or legal exception of this person allows less than before, or nothing any more. */
export interface Shrunk {
  readonly ownerOrganizationId: string;
  readonly participantRef: string;
  /** The grant or legal exception that shrank. */
  readonly consentRef: string;
  /** Why: withdrawn (also where a part of it remains), expired, not_upheld, or erased. */
  readonly reason: string;
  /** The person's other live grants, where it ended: one that is not known here yet may cover what this one did. */
  readonly otherGrantIds?: readonly string[];
}

/**
 * What an app does then (R11), in the transaction in which its read model changed. An app provides it:
 * `{ provide: WhenConsentShrinks, useClass: StopSharing }`. Another grant may still cover what was sent: ask `KnownConsents.covers`.
 * What is written about the person meanwhile may have asked before this commit: an app locks the person for both.
 */
export abstract class WhenConsentShrinks {
  abstract shrunk(tx: Tx, shrunk: Shrunk): Promise<void>;
}
