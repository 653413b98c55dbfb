import { createHash, randomUUID } from 'node:crypto';
import { uuidv7, type Mode } from '#libs/kernel';
import type { Tx } from '#libs/messaging';
import { ended, type ReferralStatus } from '../domain/referral.js';

/** The person of a referral as one organization knows them: a pseudonym of that organization alone (R14). */
export interface Person {
  /** Whose key sealed the note (R18). */
  readonly subjectId: string;
  /** null: erased. */
  readonly participantRef: string | null;
  readonly ageBand: string | null;
  /** Sealed. */
  readonly note: Buffer | null;
}

export interface NamedPerson extends Person {
  readonly participantRef: string;
}

/**
 * Until the commit, nobody else drafts a referral of this person, takes back what a consent allowed, or forgets them: neither
 * overlooks what the other writes (R11, R18, R34). It is taken before the rows of the person’s referrals.
 */
export function lockPerson(tx: Tx, organizationId: string, participantRef: string): void {
  tx.write(`select pg_advisory_xact_lock(${lockOf('$1', '$2')})`, [organizationId, participantRef]);
}

function lockOf(organizationId: string, participantRef: string): string {
  return `hashtextextended('person ' || ${organizationId} || ' ' || ${participantRef}, 0)`;
}

export function keepPerson(tx: Tx, referralId: string, organizationId: string, person: NamedPerson): void {
  tx.write(
    `insert into referral_person (referral_id, organization_id, subject_id, participant_ref, age_band, note)
     values ($1, $2, $3, $4, $5, $6)`,
    [referralId, organizationId, person.subjectId, person.participantRef, person.ageBand, person.note],
  );
}

/** As the caller knows the person; undefined where the referral names nobody, or the caller may not know any more. */
export async function personOf(
  tx: Tx,
  referralId: string,
  organizationId: string,
): Promise<Person | undefined> {
  const [row] = await tx.query<Person>(
    `select subject_id as "subjectId", participant_ref as "participantRef", age_band as "ageBand", note
     from referral_person where referral_id = $1 and organization_id = $2 and ended_at is null`,
    [referralId, organizationId],
  );
  return row;
}

/** Whom the sender means; undefined where that was erased. */
export async function sendersPerson(
  tx: Tx,
  referralId: string,
): Promise<{ organizationId: string; participantRef: string } | undefined> {
  const [row] = await tx.query<{ organizationId: string; participantRef: string }>(
    `select organization_id as "organizationId", participant_ref as "participantRef"
     from referral_person person join referral on referral.id = person.referral_id
     where referral.id = $1 and organization_id = sender_organization_id and participant_ref is not null`,
    [referralId],
  );
  return row;
}

/** The referral of the same person to the same receiver for the same service that has not ended, of the same mode (R34, R62). */
export async function referralUnderWay(
  tx: Tx,
  {
    mode,
    senderOrganizationId,
    participantRef,
    receiverOrganizationId,
    serviceType,
  }: {
    mode: Mode;
    senderOrganizationId: string;
    participantRef: string;
    receiverOrganizationId: string;
    serviceType: string;
  },
): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `select referral.id from referral join referral_person person on person.referral_id = referral.id
     where person.organization_id = $1 and person.participant_ref = $2
       and receiver_organization_id = $3 and service_type = $4 and status <> all ($5) and mode = $6
     limit 1`,
    [senderOrganizationId, participantRef, receiverOrganizationId, serviceType, ended, mode],
  );
  return row?.id ?? null;
}

/** Whose key seals what is written about this person: the one of earlier referrals, or a new one. */
export async function subjectOf(tx: Tx, organizationId: string, participantRef: string): Promise<string> {
  const [row] = await tx.query<{ subjectId: string }>(
    `select subject_id as "subjectId" from referral_person where organization_id = $1 and participant_ref = $2 limit 1`,
    [organizationId, participantRef],
  );
  return row?.subjectId ?? randomUUID();
}

/** The sender’s own referral of this person with this id (R33). */
export async function referralFollowed(
  tx: Tx,
  { id, organizationId, participantRef }: { id: string; organizationId: string; participantRef: string },
): Promise<{ status: ReferralStatus } | undefined> {
  const [row] = await tx.query<{ status: ReferralStatus }>(
    `select status from referral join referral_person person on person.referral_id = referral.id
     where referral.id = $1 and person.organization_id = $2 and participant_ref = $3 and sender_organization_id = $2`,
    [id, organizationId, participantRef],
  );
  return row;
}

/** The referrals that an organization made for this person and that a consent may still end, in the order in which they are to be locked. */
export async function referralsOfPerson(
  tx: Tx,
  senderOrganizationId: string,
  participantRef: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select referral.id from referral join referral_person person on person.referral_id = referral.id
     where person.organization_id = $1 and person.participant_ref = $2 and sender_organization_id = $1
       and (receiver_sees or status in ('draft', 'awaiting_consent_check'))
     order by referral.id`,
    [senderOrganizationId, participantRef],
  );
  return rows.map((row) => row.id);
}

/** Under a pseudonym of the receiver’s own; the function knows the sender’s, the receiver never does. */
export function sharePerson(tx: Tx, referralId: string): void {
  tx.write('select share_person($1)', [referralId]);
}

export function endReceiversAccess(tx: Tx, referralId: string): void {
  tx.write('select end_receivers_access($1)', [referralId]);
}

/** The receiver goes on serving, and does not see whom the sender meant any more (R11). */
export function recallPerson(tx: Tx, referralId: string): void {
  tx.write(
    `update referral_person person set ended_at = $2 from referral
     where referral.id = $1 and person.referral_id = $1
       and person.organization_id = referral.receiver_organization_id and person.ended_at is null`,
    [referralId, tx.now],
  );
}

/**
 * R18: nobody’s pseudonym leads to the person any more, and the note is gone; the subjects whose keys are to be destroyed.
 * An exercise forgets whom it made up, and nobody actual who stands under the same pseudonym (R62).
 */
export async function erasePerson(
  tx: Tx,
  mode: Mode,
  senderOrganizationId: string,
  participantRef: string,
): Promise<string[]> {
  const erased = await tx.query<{ subjectId: string }>(
    `update referral_person person set participant_ref = null, age_band = null, note = null
     from referral
     where referral.id = person.referral_id and ($3 = 'actual' or mode = $3)
       and subject_id in (select subject_id from referral_person where organization_id = $1 and participant_ref = $2)
     returning subject_id as "subjectId"`,
    [senderOrganizationId, participantRef, mode],
  );
  return ofWhomNothingIsLeft(tx, erased);
}

/** R18: so that nobody uses the pseudonym again; the pseudonym itself, a random number, does not stand there. */
export function buryPerson(tx: Tx, mode: Mode, organizationId: string, participantRef: string): void {
  tx.write(
    `insert into erased_person (organization_id, participant_hash, mode, erased_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [organizationId, hashOf(organizationId, participantRef), mode, tx.now],
  );
}

/** In earnest, or else in this mode (R62). */
export async function wasErased(
  tx: Tx,
  mode: Mode,
  organizationId: string,
  participantRef: string,
): Promise<boolean> {
  const [row] = await tx.query(
    `select 1 from erased_person where organization_id = $1 and participant_hash = $2 and mode in ('actual', $3)`,
    [organizationId, hashOf(organizationId, participantRef), mode],
  );
  return row !== undefined;
}

function hashOf(organizationId: string, participantRef: string): Buffer {
  return createHash('sha256').update(`${organizationId} ${participantRef}`).digest();
}

/**
 * R18: whom referrals were about that ended before then, for sender and receiver alike. Returns how many rows were due, and
 * the subjects of whom nothing is left. Of whom somebody writes at that moment, the rows wait for the next time: what is
 * written is sealed with the key of those that are there already.
 */
export async function purgePersons(
  tx: Tx,
  before: Date,
  rowsMax: number,
): Promise<{ rows: number; subjectIds: string[] }> {
  const due = await tx.query<{ referralId: string; organizationId: string; isFree: boolean }>(
    `select referral_id as "referralId", organization_id as "organizationId",
       pg_try_advisory_xact_lock(${lockOf('organization_id', 'participant_ref')}) as "isFree"
     from (
       select referral_id, organization_id, participant_ref
       from referral_person person join referral on referral.id = person.referral_id
       where participant_ref is not null and status = any ($2) and person.referral_id < $4
         and (select max(occurred_at) from event_log
              where aggregate_type = 'referral' and aggregate_id = referral.id) < $1
       limit $3 for update of person skip locked) due`,
    // Ids sort by time of making: what was drafted after then has not ended before.
    [before, ended, rowsMax, uuidv7(before)],
  );
  const free = due.filter(({ isFree }) => isFree);
  const purged = await tx.query<{ subjectId: string }>(
    `update referral_person set participant_ref = null, age_band = null, note = null
     where (referral_id, organization_id) in (select * from unnest($1::uuid[], $2::uuid[]))
     returning subject_id as "subjectId"`,
    [free.map(({ referralId }) => referralId), free.map(({ organizationId }) => organizationId)],
  );
  return { rows: due.length, subjectIds: await ofWhomNothingIsLeft(tx, purged) };
}

async function ofWhomNothingIsLeft(tx: Tx, rows: readonly { subjectId: string }[]): Promise<string[]> {
  const subjectIds = new Set(rows.map(({ subjectId }) => subjectId));
  const left = await tx.query<{ subjectId: string }>(
    `select distinct subject_id as "subjectId" from referral_person
     where subject_id = any ($1::uuid[]) and participant_ref is not null`,
    [[...subjectIds]],
  );
  for (const { subjectId } of left) subjectIds.delete(subjectId);
  return [...subjectIds];
}
