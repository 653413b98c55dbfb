import type { Bilingual } from '#libs/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { lawOf } from '../domain/legal-exception.js';
import type { LegalExceptionRow } from './legal-exception.row.js';

export class LawAnswer implements Bilingual {
  @ApiProperty()
  en!: string;
  @ApiProperty()
  fr!: string;
}

/** A legal exception as its owner and the liaison office see it; the pseudonym is the owner's alone (R14). */
export class LegalExceptionAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({
    description: 'Number of its last event; also the ETag / Numéro de son dernier événement; aussi l’ETag',
  })
  version!: number;
  @ApiProperty({ enum: ['actual', 'exercise', 'test'] })
  mode!: string;
  @ApiProperty({ enum: ['live', 'expired', 'not_upheld', 'erased'] })
  state!: string;
  @ApiProperty({ format: 'uuid' })
  ownerOrganizationId!: string;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description: 'For the owner alone (R14) / Pour le propriétaire seulement (R14)',
  })
  participantRef!: string | null;
  @ApiProperty({ format: 'uuid' })
  recipientOrganizationId!: string;
  @ApiProperty()
  purpose!: string;
  @ApiProperty({ isArray: true, type: String })
  dataClasses!: readonly string[];
  @ApiProperty()
  legalBasis!: string;
  @ApiProperty({ type: LawAnswer })
  law!: LawAnswer;
  @ApiProperty()
  citation!: string;
  @ApiProperty({ nullable: true, type: String })
  provinceCode!: string | null;
  @ApiProperty({ nullable: true, type: String })
  childView!: string | null;
  @ApiProperty({ format: 'uuid' })
  decidedBy!: string;
  @ApiProperty({ format: 'date-time' })
  from!: string;
  @ApiProperty({ format: 'date-time' })
  until!: string;
  @ApiProperty({ format: 'date-time' })
  reviewDueAt!: string;
  @ApiProperty({ description: 'Its review is late / L’examen est en retard' })
  isReviewOverdue!: boolean;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' })
  reviewedBy!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  reviewedAt!: string | null;
  @ApiProperty({ nullable: true, type: String })
  verdict!: string | null;
}

export function legalExceptionAnswer(
  row: LegalExceptionRow,
  { organizationId, now }: { organizationId: string; now: Date },
): LegalExceptionAnswer {
  const { status, correlationId: _correlation, childAgeYears: _age, participantRef, ...rest } = row;
  return {
    ...rest,
    state: status === 'live' && row.until <= now ? 'expired' : status,
    participantRef: row.ownerOrganizationId === organizationId ? participantRef : null,
    law: lawOf(row),
    from: row.from.toISOString(),
    until: row.until.toISOString(),
    reviewDueAt: row.reviewDueAt.toISOString(),
    isReviewOverdue: row.reviewedAt === null && row.reviewDueAt <= now,
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
  };
}
