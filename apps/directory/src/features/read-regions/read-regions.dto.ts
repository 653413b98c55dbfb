import { type RegionKind } from '#libs/codes';
import type { Bilingual } from '#libs/kernel';
import { LimitQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { BilingualText } from '../../persistence/answers.js';

const kinds: readonly RegionKind[] = [
  'country',
  'province',
  'municipality',
  'reserve',
  'forward_sortation_area',
];

export class RegionsFilter extends LimitQuery {
  @ApiPropertyOptional({ default: 'CA', example: 'CA-ON' })
  @IsOptional()
  @Matches(/^[A-Z0-9-]{2,16}$/)
  within: string = 'CA';

  @ApiPropertyOptional({ enum: kinds })
  @IsOptional()
  @IsIn(kinds)
  kind?: RegionKind;

  @ApiPropertyOptional({ description: '`next` of the page before / `next` de la page précédente' })
  @IsOptional()
  @Matches(/^[A-Z0-9-]{2,16}$/)
  after?: string;
}

export class RegionAnswer {
  @ApiProperty({ example: '3520005' })
  code!: string;
  @ApiProperty({ enum: kinds })
  kind!: RegionKind;
  @ApiProperty({ type: BilingualText })
  name!: Bilingual;
  @ApiProperty({ nullable: true, type: String, example: 'CA-ON' })
  parent!: string | null;
}

export class RegionPage {
  @ApiProperty({ type: [RegionAnswer] })
  items!: RegionAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
