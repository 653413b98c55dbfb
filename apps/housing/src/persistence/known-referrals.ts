import type { Mode } from '#libs/kernel';
import type { Tx } from '#libs/messaging';

/** What housing knows of a referral, from its events: who may ask for housing, and in which mode. */
export interface KnownReferral {
  readonly id: string;
  readonly mode: Mode;
  readonly correlationId: string;
  readonly state: string;
  /** The NGO that the referral comes from: it hears what becomes of the search. */
  readonly senderOrganizationId: string;
}

/** The caller's own referral, locked until the commit; undefined: not theirs, or not heard of yet. */
export async function lockReferral(tx: Tx, id: string): Promise<KnownReferral | undefined> {
  const [row] = await tx.query<KnownReferral>(
    `select id, mode, correlation_id as "correlationId", state, sender_organization_id as "senderOrganizationId"
     from lock_referral($1)`,
    [id],
  );
  return row;
}

export interface SentReferral {
  readonly id: string;
  readonly mode: Mode;
  readonly correlationId: string;
  readonly senderOrganizationId: string;
  readonly receiverOrganizationId: string;
  readonly regionCode: string;
  readonly needs: readonly string[];
}

export async function keepReferral(tx: Tx, referral: SentReferral): Promise<void> {
  await tx.query(
    `insert into referral (id, mode, correlation_id, sender_organization_id, receiver_organization_id, region_code, needs, state)
     values ($1, $2, $3, $4, $5, $6, $7, 'sent')`,
    [
      referral.id,
      referral.mode,
      referral.correlationId,
      referral.senderOrganizationId,
      referral.receiverOrganizationId,
      referral.regionCode,
      JSON.stringify(referral.needs),
    ],
  );
}

/** Takes the referral's lock, which whoever opens a housing request for it holds too. */
export async function moveReferral(tx: Tx, id: string, state: string): Promise<void> {
  await tx.query('update referral set state = $2 where id = $1', [id, state]);
}
