import { ApiProperty } from '@nestjs/swagger';
import type { ErasedParticipantRow } from './erased-participant.row.js';

/** The receipt of an erasure. */
export class ErasureAnswer {
  @ApiProperty({ format: 'uuid' })
  participantRef!: string;
  @ApiProperty({ format: 'date-time' })
  erasedAt!: string;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'date-time',
    description: 'Keys of what is sealed; null: not yet / Clés de ce qui est scellé; null : pas encore',
  })
  keysDestroyedAt!: string | null;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'date-time',
    description:
      'From then on no backup holds a key either (R18); null: not known yet / Dès lors, aucune copie de sauvegarde ne détient de clé (R18); null : pas encore connu',
  })
  completeAt!: string | null;
}

export function erasureAnswer(row: ErasedParticipantRow): ErasureAnswer {
  return {
    participantRef: row.participantRef,
    erasedAt: row.erasedAt.toISOString(),
    keysDestroyedAt: row.keysDestroyedAt?.toISOString() ?? null,
    completeAt: row.completeAt?.toISOString() ?? null,
  };
}
