import { isId } from '#libs/kernel';
import { contractOf } from '#libs/contracts';
import type { Tx } from '../tx/tx.js';
import { appendEvent } from '../writing/append-event.js';
import type { AuditLine } from './chain.js';

const eventType = /\.v\d+$/;

/**
 * Tells what was chained about persons as `<app>.record-accessed.v1`, where the app has that contract: numbered for each
 * record, by the one worker that chains. A read is told as well without a write in the reader's way.
 */
export async function tellAccess(tx: Tx, app: string, lines: readonly AuditLine[]): Promise<void> {
  const contract = contractOf(`${app}.record-accessed.v1`);
  if (!contract) return;
  const about = lines.filter(
    (line) => line.participant_ref && line.participant_organization_id && isId(line.subject_id),
  );
  if (about.length === 0) return;
  const rows = await tx.query<{ id: string; last: number }>(
    // The last of each alone: a record may have been read thousands of times.
    `select wanted.id, event.last from unnest($2::uuid[]) as wanted (id) cross join lateral (
       select aggregate_version as last from event_log
       where aggregate_type = $1 and aggregate_id = wanted.id order by aggregate_version desc limit 1) event`,
    [contract.aggregate, [...new Set(about.map((line) => line.subject_id))]],
  );
  const versions = new Map(rows.map(({ id, last }) => [id, last]));
  const told = about.map((line) => {
    const id = line.subject_id!;
    const sequence = (versions.get(id) ?? 0) + 1;
    versions.set(id, sequence);
    return appendEvent(tx, {
      contract,
      aggregate: contract.aggregate,
      id,
      sequence,
      mode: 'actual',
      correlationId: id,
      data: {
        ownerOrganizationId: line.participant_organization_id,
        participantRef: line.participant_ref,
        recordType: line.subject_type,
        action: line.action === 'read' ? 'read' : 'written',
        eventTypes: line.action!.split(' ').filter((word) => eventType.test(word)),
        at: new Date(line.at!).toISOString(),
        byOrganizationId: line.organization_id,
        role: line.role,
        consentRef: line.consent_ref,
      },
    });
  });
  await Promise.all(told);
}
