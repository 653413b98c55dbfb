import type { Tx } from '../tx/tx.js';

/** Who acts on messages, and why; both stand in the audit. */
export interface Operator {
  readonly name: string;
  readonly reason: string;
}

/** Notes what an operator did, in the transaction that does it. */
export async function auditOperator(
  tx: Tx,
  action: string,
  subjectType: string,
  subjectId: string,
  operator: Operator,
): Promise<void> {
  await tx.query(
    `insert into audit_log (at, role, action, subject_type, subject_id, note) values ($1, 'operator', $2, $3, $4, $5)`,
    [tx.now, action, subjectType, subjectId, `${operator.name}: ${operator.reason}`],
  );
}
