import { ApiProperty } from '@nestjs/swagger';
import { waitingOn, type RequestStatus } from '../domain/liaison-request.js';
import type { LiaisonRequestRow } from './liaison-request.row.js';

/** A liaison request as its parties see it. */
export class RequestAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({
    description: 'Number of its last event; also the ETag / Numéro de son dernier événement; aussi l’ETag',
  })
  version!: number;
  @ApiProperty({ enum: ['actual', 'exercise', 'test'] })
  mode!: string;
  @ApiProperty()
  state!: RequestStatus;
  @ApiProperty({ description: 'Whose turn it is / À qui le tour' })
  waitingOn!: string;
  @ApiProperty()
  kind!: string;
  @ApiProperty({ isArray: true, type: String })
  needs!: readonly string[];
  @ApiProperty()
  regionCode!: string;
  @ApiProperty()
  urgency!: string;
  @ApiProperty({ enum: ['en', 'fr'] })
  language!: string;
  @ApiProperty({ format: 'uuid' })
  senderOrganizationId!: string;
  @ApiProperty({ format: 'uuid' })
  officeOrganizationId!: string;
  @ApiProperty({ format: 'date-time' })
  submittedAt!: string;
  @ApiProperty({ format: 'date-time', description: 'R22' })
  acknowledgeDueAt!: string;
  @ApiProperty({
    description: 'The acknowledgement came too late, or not yet (R22) / Accusé de réception en retard (R22)',
  })
  acknowledgementMissed!: boolean;
  @ApiProperty({ nullable: true, type: String })
  priority!: string | null;
  @ApiProperty({ isArray: true, type: String })
  departments!: readonly string[];
  @ApiProperty({ nullable: true, type: String, format: 'uuid' })
  hubOrganizationId!: string | null;
  @ApiProperty({ nullable: true, type: String })
  answerCode!: string | null;
  @ApiProperty({ nullable: true, type: String })
  reasonCode!: string | null;
  @ApiProperty({ nullable: true, type: String })
  alternativeCode!: string | null;
}

export function requestAnswer(row: LiaisonRequestRow): RequestAnswer {
  const { status, submittedAt, acknowledgeDueAt, correlationId: _, ...rest } = row;
  return {
    ...rest,
    state: status,
    waitingOn: waitingOn(status),
    submittedAt: submittedAt.toISOString(),
    acknowledgeDueAt: acknowledgeDueAt.toISOString(),
  };
}
