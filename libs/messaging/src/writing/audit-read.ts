import type { Tx } from '../tx/tx.js';
import { personLinkValues, type PersonLink } from './person-link.js';

/** Notes that the actor was shown each of these records in a list (R17); where they are about persons, the app's own trigger names them. */
export function auditReads(tx: Tx, subjectType: string, subjectIds: readonly string[]): void {
  if (subjectIds.length === 0) return;
  tx.write(
    `insert into audit_log (at, organization_id, member_id, role, action, subject_type, subject_id)
     select $1::timestamptz, $2::uuid, $3::uuid, $4, 'read', $5, unnest($6::text[])`,
    [tx.now, tx.actor!.organizationId, tx.actor!.memberId, tx.actor!.role, subjectType, subjectIds],
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
