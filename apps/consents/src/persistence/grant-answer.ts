import { ApiProperty } from '@nestjs/swagger';
import { statusAt, type GrantStatus } from '../domain/grant.js';
import type { GrantRow } from './grant.row.js';

export class ForChildAnswer {
  @ApiProperty()
  provinceCode!: string;
  @ApiProperty()
  ageYears!: number;
  @ApiProperty()
  decidedBy!: string;
  @ApiProperty()
  childView!: string;
}

export class OutsideQuebecAnswer {
  @ApiProperty()
  assessmentReference!: string;
  @ApiProperty()
  agreementReference!: string;
}

/** A consent as the organization sees it whose person gave it. */
export class ConsentAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({
    description: 'Number of its last event; also the ETag / Numéro de son dernier événement; aussi l’ETag',
  })
  version!: number;
  @ApiProperty({ enum: ['actual', 'exercise', 'test'] })
  mode!: string;
  @ApiProperty({ enum: ['live', 'withdrawn', 'expired', 'erased'] })
  state!: GrantStatus;
  @ApiProperty({ format: 'uuid' })
  participantRef!: string;
  @ApiProperty({ isArray: true, type: String, format: 'uuid' })
  recipients!: readonly string[];
  @ApiProperty({ isArray: true, type: String })
  purposes!: readonly string[];
  @ApiProperty({ isArray: true, type: String })
  dataClasses!: readonly string[];
  @ApiProperty()
  languageUsed!: string;
  @ApiProperty({ isArray: true, type: String, description: 'R10' })
  explainedPoints!: readonly string[];
  @ApiProperty()
  howGiven!: string;
  @ApiProperty({ format: 'uuid' })
  recordedBy!: string;
  @ApiProperty({
    nullable: true,
    type: String,
    description:
      'Where the person’s data is held; null: not kept / Où les renseignements sont détenus; null : non conservé',
  })
  provinceCode!: string | null;
  @ApiProperty({ nullable: true, type: ForChildAnswer, description: 'R15' })
  forChild!: ForChildAnswer | null;
  @ApiProperty({ nullable: true, type: OutsideQuebecAnswer, description: 'R19' })
  outsideQuebec!: OutsideQuebecAnswer | null;
  @ApiProperty({ format: 'date-time' })
  from!: string;
  @ApiProperty({ format: 'date-time' })
  until!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  endedAt!: string | null;
}

export function consentAnswer(row: GrantRow, now: Date): ConsentAnswer {
  const { status: _status, ownerOrganizationId: _owner, correlationId: _correlation, ...rest } = row;
  return {
    ...rest,
    state: statusAt(row, now),
    from: row.from.toISOString(),
    until: row.until.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
