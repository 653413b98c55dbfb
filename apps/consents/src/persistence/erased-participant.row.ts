import type { Mode } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The tombstone of a person who was erased: the pseudonym, so that nobody uses it again, and the receipt. */
@Entity({ name: 'erased_participant' })
export class ErasedParticipantRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'uuid', name: 'organization_id' })
  organizationId!: string;
  @Column({ type: 'uuid', name: 'participant_ref' })
  participantRef!: string;
  @Column({ type: 'timestamptz', name: 'erased_at' })
  erasedAt!: Date;
  @Column({ type: 'timestamptz', name: 'keys_destroyed_at', nullable: true })
  keysDestroyedAt!: Date | null;
  /** When no backup of the keys holds them any more. */
  @Column({ type: 'timestamptz', name: 'complete_at', nullable: true })
  completeAt!: Date | null;
}
