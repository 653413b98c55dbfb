import { createHash } from 'node:crypto';

/** Every column of `audit_log`, in the order in which it is hashed: a new one is added at the end. */
export const chainedColumns = [
  'id',
  'at',
  'organization_id',
  'member_id',
  'role',
  'action',
  'subject_type',
  'subject_id',
  'causation_id',
  'note',
  'participant_ref',
  'participant_organization_id',
  'consent_ref',
] as const;

/** A line of the audit, each column as text. */
export type AuditLine = Readonly<Record<(typeof chainedColumns)[number], string | null>>;

/** A select list of these columns as text, the time in UTC to the microsecond. */
export const auditLineColumns = chainedColumns
  .map((column) =>
    column === 'at'
      ? `to_char(audit_log.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`
      : `audit_log.${column}::text as ${column}`,
  )
  .join(', ');

/** What the first line of an app's chain follows. */
export function chainBegin(app: string): Buffer {
  return createHash('sha256').update(`audit of ${app}`).digest();
}

/**
 * SHA-256 over the hash before, the line's number, and its columns that are not null as JSON pairs: a column that is added
 * later changes no hash of a line that does not have it.
 */
export function hashOf(before: Buffer, number: number, line: AuditLine): Buffer {
  const content = chainedColumns.flatMap((column) => (line[column] === null ? [] : [[column, line[column]]]));
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([number, content]))
    .digest();
}
