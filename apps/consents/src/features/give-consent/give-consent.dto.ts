import { IsId, IsTime } from '#libs/platform';
import {
  childViews,
  codesOf,
  consentDeciders,
  consentPurposes,
  dataClasses,
  explainedPoints,
  howConsentIsGiven,
} from '#libs/codes';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const provinceCode = /^CA-[A-Z]{2}$/;
const reference = /^[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$/;
const recipientsMax = 25;

export class ForChildBody {
  @ApiProperty({ pattern: provinceCode.source, example: 'CA-ON' })
  @Matches(provinceCode)
  provinceCode!: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 18 })
  @IsInt()
  @Min(0)
  @Max(18)
  ageYears!: number;

  @ApiProperty({ enum: codesOf(consentDeciders) })
  @IsIn(codesOf(consentDeciders))
  decidedBy!: string;

  @ApiProperty({ enum: codesOf(childViews), description: 'What the child says / L’avis de l’enfant' })
  @IsIn(codesOf(childViews))
  childView!: string;
}

export class OutsideQuebecBody {
  @ApiProperty({
    pattern: reference.source,
    description: 'Of the privacy impact assessment / De l’évaluation des facteurs relatifs à la vie privée',
  })
  @Matches(reference)
  assessmentReference!: string;

  @ApiProperty({
    pattern: reference.source,
    description: 'Of the written agreement / De l’entente écrite',
  })
  @Matches(reference)
  agreementReference!: string;
}

export class GiveConsentBody {
  @ApiProperty({
    format: 'uuid',
    description:
      'Your organization’s own pseudonym of the person, a random UUID (R14) / Le pseudonyme de la personne propre à votre organisation, un UUID aléatoire (R14)',
  })
  @IsId()
  participantRef!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    isArray: true,
    description: 'Services that may be told / Services qui peuvent être informés',
  })
  @IsArray()
  @ArrayMaxSize(recipientsMax)
  @ArrayUnique()
  @IsId({ each: true })
  recipients!: string[];

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    isArray: true,
    description:
      'Organizations that enforce the law, only where the person names them (R4) / Organisations chargées d’appliquer la loi, seulement si la personne les nomme (R4)',
  })
  @IsArray()
  @ArrayMaxSize(recipientsMax)
  @ArrayUnique()
  @IsId({ each: true })
  enforcementRecipients: string[] = [];

  @ApiProperty({ enum: codesOf(consentPurposes), isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsIn(codesOf(consentPurposes), { each: true })
  purposes!: string[];

  @ApiProperty({ enum: codesOf(dataClasses), isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(dataClasses), { each: true })
  dataClasses!: string[];

  @ApiProperty({
    pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$',
    example: 'fr',
    description: 'In which language it was explained (BCP 47) / Langue de l’explication (BCP 47)',
  })
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
  languageUsed!: string;

  @ApiProperty({
    enum: codesOf(explainedPoints),
    isArray: true,
    description: 'What was explained: all seven (R10) / Ce qui a été expliqué : les sept points (R10)',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(explainedPoints), { each: true })
  explainedPoints!: string[];

  @ApiProperty({ enum: codesOf(howConsentIsGiven) })
  @IsIn(codesOf(howConsentIsGiven))
  howGiven!: string;

  @ApiProperty({
    pattern: provinceCode.source,
    example: 'CA-ON',
    description: 'Where you hold the person’s data / Où vous détenez les renseignements',
  })
  @Matches(provinceCode)
  provinceCode!: string;

  @ApiPropertyOptional({
    default: false,
    description:
      'Whether a recipient is in another province or country (R19) / Si un destinataire est dans une autre province ou un autre pays (R19)',
  })
  @IsBoolean()
  leavesProvince: boolean = false;

  @ApiPropertyOptional({ type: OutsideQuebecBody, description: 'R19' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => OutsideQuebecBody)
  outsideQuebec?: OutsideQuebecBody;

  @ApiPropertyOptional({ type: ForChildBody, description: 'R15' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ForChildBody)
  forChild?: ForChildBody;

  @ApiPropertyOptional({ format: 'date-time', description: 'Default: now / Par défaut : maintenant' })
  @IsOptional()
  @IsTime()
  from?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Default: after 12 months (R10) / Par défaut : après 12 mois (R10)',
  })
  @IsOptional()
  @IsTime()
  until?: string;
}
