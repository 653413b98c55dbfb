import { IsId, IsTime } from '#libs/platform';
import { childViews, codesOf, consentPurposes, dataClasses, legalBases } from '#libs/codes';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';

/** A section and the number of an order: no sentence fits in. */
const citation = /^(s|ss|art|al|no)\. [0-9][0-9A-Za-z.,()/ -]{0,39}$/;
const provinceCode = /^CA-[A-Z]{2}$/;

export class RecordLegalExceptionBody {
  @ApiProperty({
    format: 'uuid',
    description:
      'Your organization’s own pseudonym of the person (R14) / Le pseudonyme propre à votre organisation (R14)',
  })
  @IsId()
  participantRef!: string;

  @ApiProperty({ format: 'uuid', description: 'Who may be told / Qui peut être informé' })
  @IsId()
  recipientOrganizationId!: string;

  @ApiProperty({ enum: codesOf(consentPurposes) })
  @IsIn(codesOf(consentPurposes))
  purpose!: string;

  @ApiProperty({ enum: codesOf(dataClasses), isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(dataClasses), { each: true })
  dataClasses!: string[];

  @ApiProperty({ enum: codesOf(legalBases), description: 'Law that demands it / Loi qui l’exige' })
  @IsIn(codesOf(legalBases))
  legalBasis!: string;

  @ApiProperty({
    pattern: citation.source,
    example: 's. 125(1)',
    description:
      'Section, and number of the order where there is one; nothing about the person / Article, et numéro de l’ordonnance s’il y en a une; rien sur la personne',
  })
  @Matches(citation)
  citation!: string;

  @ApiPropertyOptional({
    pattern: provinceCode.source,
    example: 'CA-ON',
    description: 'For child protection (R15) / Pour la protection de l’enfance (R15)',
  })
  @IsOptional()
  @Matches(provinceCode)
  provinceCode?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 19,
    description: 'For child protection (R15) / Pour la protection de l’enfance (R15)',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(19)
  childAgeYears?: number;

  @ApiPropertyOptional({
    enum: codesOf(childViews),
    description: 'What the child says (R15) / L’avis de l’enfant (R15)',
  })
  @IsOptional()
  @IsIn(codesOf(childViews))
  childView?: string;

  @ApiProperty({
    format: 'date-time',
    description:
      'When it ends by itself, at most 30 days from now / Fin sans autre geste, dans 30 jours au plus',
  })
  @IsTime()
  until!: string;
}
