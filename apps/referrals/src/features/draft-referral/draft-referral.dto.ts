import { IsId } from '#libs/platform';
import {
  ageBands,
  codesOf,
  consentPurposes,
  dataClasses,
  needs,
  priorities,
  serviceTypes,
} from '#libs/codes';
import { FreeText } from '#libs/sealing';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, Matches } from 'class-validator';

const noteCharactersMax = 500;

export class DraftReferralBody {
  @ApiProperty({
    format: 'uuid',
    description:
      'Your organization’s own pseudonym of the person, a random UUID; nobody else gets it (R14) / Le pseudonyme de la personne propre à votre organisation, un UUID aléatoire; personne d’autre ne le reçoit (R14)',
  })
  @IsId()
  participantRef!: string;

  @ApiProperty({ format: 'uuid', description: 'Who is asked to serve / Qui est appelé à servir' })
  @IsId()
  receiverOrganizationId!: string;

  @ApiProperty({ enum: codesOf(serviceTypes) })
  @IsIn(codesOf(serviceTypes))
  serviceType!: string;

  @ApiProperty({
    description: 'Code of GET /v1/regions / Code de GET /v1/regions',
    example: '3520005',
    maxLength: 16,
  })
  @Matches(/^[A-Z0-9-]{2,16}$/)
  regionCode!: string;

  @ApiProperty({ enum: codesOf(needs), isArray: true, description: 'Coded needs / Besoins codés' })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(needs), { each: true })
  needs!: string[];

  @ApiPropertyOptional({ enum: codesOf(ageBands) })
  @IsOptional()
  @IsIn(codesOf(ageBands))
  ageBand?: string;

  @ApiProperty({
    enum: codesOf(consentPurposes),
    description:
      'For what the data is given; consent must cover it (R9) / Fin de la communication; le consentement doit la couvrir (R9)',
  })
  @IsIn(codesOf(consentPurposes))
  purpose!: string;

  @ApiProperty({
    enum: codesOf(dataClasses),
    isArray: true,
    description:
      'Which data about the person it carries; consent must cover each (R9) / Données sur la personne qu’il porte; le consentement doit couvrir chacune (R9)',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(dataClasses), { each: true })
  dataClasses!: string[];

  @ApiPropertyOptional({
    maxLength: noteCharactersMax,
    description:
      'Confidential, for the receiver’s worker alone; nothing that identifies the person or anybody else (R13) / Confidentiel, pour l’intervenante ou l’intervenant du destinataire seulement; rien qui identifie la personne ou quiconque (R13)',
  })
  @IsOptional()
  @FreeText(noteCharactersMax)
  note?: string;

  @ApiPropertyOptional({ enum: codesOf(priorities), default: 'routine' })
  @IsIn(codesOf(priorities))
  priority: string = 'routine';

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'The referral of this person that was declined or expired, and that this one follows (R33) / L’aiguillage de cette personne, refusé ou expiré, auquel celui-ci fait suite (R33)',
  })
  @IsOptional()
  @IsId()
  partOf?: string;
}
