import { codesOf, liaisonRequestKinds, needs, urgencies } from '#libs/codes';
import { languages, type Language } from '#libs/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';

export class SubmitLiaisonRequestBody {
  @ApiProperty({
    enum: codesOf(liaisonRequestKinds),
    description: 'What is asked / Ce qui est demandé',
    example: 'housing_gap',
  })
  @IsIn(codesOf(liaisonRequestKinds))
  kind!: string;

  @ApiProperty({
    enum: codesOf(needs),
    isArray: true,
    description: 'Coded needs / Besoins codés',
    example: ['emergency_bed', 'women_only'],
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(needs), { each: true })
  needs!: string[];

  @ApiProperty({
    description: 'Code of GET /v1/regions / Code de GET /v1/regions',
    example: '3520005',
    maxLength: 16,
  })
  @Matches(/^[A-Z0-9-]{2,16}$/)
  regionCode!: string;

  @ApiProperty({
    enum: codesOf(urgencies),
    description: 'Urgency as you see it (R22) / Urgence selon vous (R22)',
    example: 'urgent',
  })
  @IsIn(codesOf(urgencies))
  urgency!: string;

  @ApiPropertyOptional({
    enum: languages,
    default: 'en',
    description: 'Language of the answer / Langue de la réponse',
  })
  @IsIn(languages)
  language: Language = 'en';
}
