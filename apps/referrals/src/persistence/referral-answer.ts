import { ApiProperty } from '@nestjs/swagger';
import { waitingOn, type ReferralStatus } from '../domain/referral.js';
import type { ReferralRow } from './referral.row.js';

/** A referral as its sender and its receiver see it. */
export class ReferralAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({
    description: 'Number of its last event; also the ETag / Numéro de son dernier événement; aussi l’ETag',
  })
  version!: number;
  @ApiProperty({ enum: ['actual', 'exercise', 'test'] })
  mode!: string;
  @ApiProperty()
  state!: ReferralStatus;
  @ApiProperty({ description: 'Whose turn it is / À qui le tour' })
  waitingOn!: string;
  @ApiProperty({ format: 'uuid' })
  requestId!: string;
  @ApiProperty({ format: 'uuid' })
  senderOrganizationId!: string;
  @ApiProperty({ format: 'uuid' })
  receiverOrganizationId!: string;
  @ApiProperty()
  serviceType!: string;
  @ApiProperty()
  regionCode!: string;
  @ApiProperty({ isArray: true, type: String })
  needs!: readonly string[];
  @ApiProperty()
  priority!: string;
  @ApiProperty({ format: 'date-time' })
  sentAt!: string;
  @ApiProperty({ format: 'date-time', description: 'R29' })
  responseDueAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  acceptedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' })
  holdId!: string | null;
  @ApiProperty({ nullable: true, type: String })
  reasonCode!: string | null;
  @ApiProperty({ nullable: true, type: String })
  outcome!: string | null;
}

export function referralAnswer({
  status,
  sentAt,
  responseDueAt,
  acceptedAt,
  correlationId: _,
  ...rest
}: ReferralRow): ReferralAnswer {
  return {
    ...rest,
    state: status,
    waitingOn: waitingOn(status),
    sentAt: sentAt.toISOString(),
    responseDueAt: responseDueAt.toISOString(),
    acceptedAt: acceptedAt?.toISOString() ?? null,
  };
}
