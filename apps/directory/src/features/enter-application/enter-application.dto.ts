import { IsId } from '#libs/platform';
import { codesOf, federalDepartments, organizationTypes } from '#libs/codes';
import type { Bilingual } from '#libs/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, Length, ValidateNested } from 'class-validator';

const nameCharactersMax = 200;

export class NameBody implements Bilingual {
  @ApiProperty({ maxLength: nameCharactersMax })
  @IsString()
  @Length(1, nameCharactersMax)
  en!: string;

  @ApiProperty({ maxLength: nameCharactersMax })
  @IsString()
  @Length(1, nameCharactersMax)
  fr!: string;
}

export class EnterApplicationBody {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'As in its members’ tokens / Comme dans les jetons de ses membres',
  })
  @IsOptional()
  @IsId()
  id?: string;

  @ApiProperty({ type: NameBody, description: 'In both languages (R60) / Dans les deux langues (R60)' })
  @IsObject()
  @ValidateNested()
  @Type(() => NameBody)
  name!: NameBody;

  @ApiProperty({ enum: codesOf(organizationTypes) })
  @IsIn(codesOf(organizationTypes))
  type!: string;

  @ApiPropertyOptional({
    enum: codesOf(federalDepartments),
    description: 'For a federal department / Pour un ministère fédéral',
  })
  @IsOptional()
  @IsIn(codesOf(federalDepartments))
  departmentCode?: string;
}
