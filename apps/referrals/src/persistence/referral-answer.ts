import { ageBands, codesOf } from '#libs/codes';
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
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description:
      'The liaison request that was routed; null where the sender made the referral itself / La demande de liaison acheminée; null si l’expéditeur a fait l’aiguillage lui-même',
  })
  requestId!: string | null;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description: 'The referral that this one follows (R33) / L’aiguillage auquel celui-ci fait suite (R33)',
  })
  partOf!: string | null;
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
  @ApiProperty({
    nullable: true,
    type: String,
    description:
      'For what data about a person is given; null where the referral refers to nobody / Fin pour laquelle des données sur une personne sont communiquées; null si l’aiguillage ne vise personne',
  })
  purpose!: string | null;
  @ApiProperty({
    isArray: true,
    type: String,
    description: 'Which data about the person it carries (R9) / Données sur la personne qu’il porte (R9)',
  })
  dataClasses!: readonly string[];
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  sentAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'R29' })
  responseDueAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  acceptedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' })
  holdId!: string | null;
  @ApiProperty({ nullable: true, type: String })
  reasonCode!: string | null;
  @ApiProperty({ nullable: true, type: String })
  outcome!: string | null;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description:
      'The grant or legal exception that it was sent on / Le consentement ou l’exception légale qui a permis l’envoi',
  })
  consentRef!: string | null;
  @ApiProperty({
    description:
      'The consent has ended, the service goes on: share nothing more, ask the person (R11) / Le consentement a pris fin, le service continue : ne communiquez plus rien, consultez la personne (R11)',
  })
  sharingStopped!: boolean;
}

export class NoteAnswer {
  @ApiProperty()
  text!: string;
  @ApiProperty({
    description: 'Always true: copy it nowhere / Toujours vrai : ne la copiez nulle part',
  })
  confidential!: boolean;
}

/** One referral, with the person as the reader’s organization knows them. Read, never kept beside an idempotency key. */
export class OneReferralAnswer extends ReferralAnswer {
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description:
      'Your organization’s own pseudonym of the person (R14); null where there is none, or it was recalled or erased / Le pseudonyme de la personne propre à votre organisation (R14); null s’il n’y en a pas, ou s’il a été rappelé ou effacé',
  })
  participantRef!: string | null;
  @ApiProperty({ nullable: true, type: String, enum: codesOf(ageBands) })
  ageBand!: string | null;
  @ApiProperty({
    nullable: true,
    type: NoteAnswer,
    description:
      'What the sender wrote to the receiver (R13) / Ce que l’expéditeur a écrit au destinataire (R13)',
  })
  note!: NoteAnswer | null;
}

export function referralAnswer({
  status,
  sentAt,
  responseDueAt,
  acceptedAt,
  correlationId: _,
  consentUntil: __,
  receiverSees: ___,
  consentDoubt: ____,
  ...rest
}: ReferralRow): ReferralAnswer {
  return {
    ...rest,
    state: status,
    waitingOn: waitingOn(status),
    sentAt: sentAt?.toISOString() ?? null,
    responseDueAt: responseDueAt?.toISOString() ?? null,
    acceptedAt: acceptedAt?.toISOString() ?? null,
  };
}
