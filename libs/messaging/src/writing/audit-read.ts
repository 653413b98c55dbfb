import type { Tx } from '../tx/tx.js';
import { personLinkValues, type PersonLink } from './person-link.js';

/** One record of a list, and of whom it is, unless the app's own trigger names that person. */
interface ShownRecord {
  readonly id: string;
  readonly person?: PersonLink;
}

/** Notes that the actor was shown each of these records in a list, as if each had been opened (R17). */
export function auditReads(tx: Tx, subjectType: string, records: readonly ShownRecord[]): void {
  if (records.length === 0) return;
  const lines = records.map(({ id, person }) => [id, ...personLinkValues(tx, person)]);
  const columns = [0, 1, 2, 3].map((column) => lines.map((line) => line[column]));
  tx.write(
    `insert into audit_log (at, organization_id, member_id, role, action, subject_type, subject_id,
                            participant_ref, participant_organization_id, consent_ref)
     select $1::timestamptz, $2::uuid, $3::uuid, $4, 'read', $5, shown.*
     from unnest($6::text[], $7::uuid[], $8::uuid[], $9::uuid[]) as shown`,
    [tx.now, tx.actor!.organizationId, tx.actor!.memberId, tx.actor!.role, subjectType, ...columns],
  );
}

/** Notes that the actor read this record, and of whom it is where it is about a person (R17); in the reading transaction. */
export async function auditRead(
  tx: Tx,
  subjectType: string,
  subjectId: string,
  person?: PersonLink,
): Promise<void> {
  await tx.query(
    `insert into audit_log (at, organization_id, member_id, role, action, subject_type, subject_id,
                            participant_ref, participant_organization_id, consent_ref)
     values ($1, $2, $3, $4, 'read', $5, $6, $7, $8, $9)`,
    [
      tx.now,
      tx.actor!.organizationId,
      tx.actor!.memberId,
      tx.actor!.role,
      subjectType,
      subjectId,
      ...personLinkValues(tx, person),
    ],
  );
}
