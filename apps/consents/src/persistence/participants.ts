import { saveAggregate, type Tx } from '#libs/messaging';
import type { Mode } from '#libs/kernel';
import { In } from 'typeorm';
import { participantErased } from '../published-events.js';
import { ErasedParticipantRow } from './erased-participant.row.js';

/** Until the commit, nobody else agrees, cites a law or erases for this person. */
export async function lockParticipant(tx: Tx, organizationId: string, participantRef: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('participant ' || $1 || ' ' || $2, 0))`, [
    organizationId,
    participantRef,
  ]);
}

/** The tombstone, where the person was erased: in earnest, or else in this mode (R62), or in any where none is said. */
export function erasedParticipant(
  tx: Tx,
  organizationId: string,
  participantRef: string,
  mode?: Mode,
): Promise<ErasedParticipantRow | null> {
  return tx.manager.findOne(ErasedParticipantRow, {
    where: { organizationId, participantRef, ...(mode ? { mode: In(['actual', mode]) } : {}) },
    order: { mode: 'asc' },
  });
}

/** Whether the person agreed, or was told of, in earnest: also what has ended since is theirs (R62). */
export async function isActual(tx: Tx, organizationId: string, participantRef: string): Promise<boolean> {
  const [row] = await tx.query(
    `select 1 from (select owner_organization_id, participant_ref, mode from consent_grant
                    union all select owner_organization_id, participant_ref, mode from legal_exception) kept
     where owner_organization_id = $1 and participant_ref = $2 and mode = 'actual' limit 1`,
    [organizationId, participantRef],
  );
  return row !== undefined;
}

export function erase(
  tx: Tx,
  mode: Mode,
  organizationId: string,
  participantRef: string,
): Promise<ErasedParticipantRow> {
  const id = tx.newId();
  const erased = { organizationId, participantRef, erasedAt: tx.now };
  return saveAggregate<ErasedParticipantRow>(tx, {
    entity: ErasedParticipantRow,
    aggregate: 'participant',
    row: { id, version: 0, mode, correlationId: id, ...erased, keysDestroyedAt: null, completeAt: null },
    published: [participantErased(erased)],
    parties: [{ organizationId, capacity: 'owner' }],
    person: { participantRef, ownerOrganizationId: organizationId },
  });
}

/** Who held keys about the person has destroyed them; of several the last one counts. */
export async function keysWereDestroyed(
  tx: Tx,
  erasureId: string,
  { keysDestroyedAt, completeAt }: { keysDestroyedAt: string; completeAt: string },
): Promise<void> {
  await tx.query(
    `update erased_participant set keys_destroyed_at = greatest(keys_destroyed_at, $2), complete_at = greatest(complete_at, $3)
     where id = $1`,
    [erasureId, keysDestroyedAt, completeAt],
  );
}
