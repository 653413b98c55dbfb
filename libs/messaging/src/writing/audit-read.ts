import type { Tx } from '../tx/tx.js';

/** Notes that the actor read this record (R17); in the reading transaction. */
export async function auditRead(tx: Tx, subjectType: string, subjectId: string): Promise<void> {
  await tx.query(
    `insert into audit_log (at, organization_id, member_id, role, action, subject_type, subject_id)
     values ($1, $2, $3, $4, 'read', $5, $6)`,
    [tx.now, tx.actor!.organizationId, tx.actor!.memberId, tx.actor!.role, subjectType, subjectId],
  );
}
