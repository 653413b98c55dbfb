import { saveAggregate, type Tx } from '#libs/messaging';
import type { Mode } from '#libs/kernel';
import { participantErased } from '../published-events.js';
import { ErasedParticipantRow } from './erased-participant.row.js';

/** Until the commit, nobody else agrees, cites a law or erases for this person. */
export async function lockParticipant(tx: Tx, organizationId: string, participantRef: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('participant ' || $1 || ' ' || $2, 0))`, [
    organizationId,
    participantRef,
  ]);
}

/** The tombstone, where the person was erased. */
export function erasedParticipant(
  tx: Tx,
  organizationId: string,
  participantRef: string,
): Promise<ErasedParticipantRow | null> {
  return tx.manager.findOneBy(ErasedParticipantRow, { organizationId, participantRef });
}

export function erase(
  tx: Tx,
  mode: Mode,
  {
    organizationId,
    participantRef,
    completeAt,
  }: { organizationId: string; participantRef: string; completeAt: Date },
): Promise<ErasedParticipantRow> {
  const id = tx.newId();
  const erased = { organizationId, participantRef, erasedAt: tx.now, completeAt };
  return saveAggregate<ErasedParticipantRow>(tx, {
    entity: ErasedParticipantRow,
    aggregate: 'participant',
    row: { id, version: 0, mode, correlationId: id, ...erased },
    published: [participantErased(erased)],
    parties: [{ organizationId, capacity: 'owner' }],
    person: { participantRef, ownerOrganizationId: organizationId },
  });
}
