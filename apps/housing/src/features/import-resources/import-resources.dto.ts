import { IsId, IsTime } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { limits } from '../../domain/limits.js';
import type { AddressVisibility, HoldMode } from '../../domain/resource.js';
import { addressVisibilities } from '../../persistence/resource-answers.js';

const unitsMax = 100_000;
const rowsMax = 100;
const code = /^[A-Za-z0-9_:-]{1,64}$/;

export class ImportedAddress {
  @ApiPropertyOptional({
    maxLength: 200,
    description:
      'Of a confidential place never shown to others (R16) / D’un lieu confidentiel, jamais montrée à d’autres (R16)',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  line?: string;
  @ApiPropertyOptional({ maxLength: 100 })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  city?: string;
  @ApiPropertyOptional({ maxLength: 40 })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  province?: string;
  @ApiPropertyOptional({ maxLength: 20 })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  postalCode?: string;
}

export class ImportedRow {
  @ApiProperty({ maxLength: 100, description: 'The source’s own key / Clé propre à la source' })
  @IsString()
  @Length(1, 100)
  sourceRef!: string;
  @ApiProperty({
    maxLength: 200,
    description:
      'Of a confidential place for its provider only (R16) / D’un lieu confidentiel, pour son fournisseur seulement (R16)',
  })
  @IsString()
  @Length(1, 200)
  name!: string;
  @ApiProperty({ maxLength: 100 })
  @IsString()
  @Length(1, 100)
  organizationRef!: string;
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @Length(1, 200)
  organizationName!: string;
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Whose resource it is; absent: the importer’s / À qui est la ressource; absent : à l’importateur',
  })
  @IsOptional()
  @IsId()
  providerOrganizationId?: string;
  @ApiProperty({ description: 'Code of a region / Code d’une région', example: '3520005' })
  @Matches(code)
  regionCode!: string;
  @ApiProperty({ description: 'Beds or rooms / Lits ou chambres', example: 'bed' })
  @Matches(code)
  capacityType!: string;
  @ApiProperty({
    isArray: true,
    type: String,
    example: ['emergency_bed', 'women_only'],
    description: 'Coded needs that it meets / Besoins codés comblés',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(code, { each: true })
  needs!: string[];
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 50, nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(50)
  roomCapacityPersons?: number | null;
  @ApiPropertyOptional({ enum: ['on_confirmation', 'instant', 'phone_only'], description: 'R40' })
  @IsOptional()
  @IsIn(['on_confirmation', 'instant', 'phone_only'])
  holdMode?: HoldMode;
  @ApiPropertyOptional({
    type: 'integer',
    minimum: limits.holdMinutesMin,
    maximum: limits.holdMinutesMax,
    default: limits.holdMinutesDefault,
    description: 'R40',
  })
  @IsOptional()
  @IsInt()
  @Min(limits.holdMinutesMin)
  @Max(limits.holdMinutesMax)
  holdMinutes?: number;
  @ApiPropertyOptional({
    enum: addressVisibilities,
    description:
      'New places are confidential where nothing is said; such a one names no forward sortation area as its region (R16) / Un nouveau lieu est confidentiel si rien n’est dit; sa région n’est alors pas une région de tri d’acheminement (R16)',
  })
  @IsOptional()
  @IsIn(addressVisibilities)
  addressVisibility?: AddressVisibility;
  @ApiPropertyOptional({ type: ImportedAddress, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ImportedAddress)
  address?: ImportedAddress | null;
  @ApiProperty({
    format: 'date-time',
    description: 'When the figures were true / Moment où les chiffres étaient vrais',
  })
  @IsTime()
  observedAt!: string;
  @ApiPropertyOptional({
    format: 'date',
    nullable: true,
    description:
      'The source’s date, where times were moved / Date de la source, si les heures ont été déplacées',
  })
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d$/)
  @IsISO8601({ strict: true })
  originalDate?: string | null;
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(0)
  @Max(unitsMax)
  totalUnits!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Held units are not in it (R37) / Sans les unités retenues (R37)',
  })
  @IsInt()
  @Min(0)
  @Max(unitsMax)
  occupiedUnits!: number;
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(0)
  @Max(unitsMax)
  outOfServiceUnits!: number;
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    description:
      'What the source says is free, to check against / Ce que la source dit libre, pour vérification',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(unitsMax)
  expectedAvailableUnits?: number | null;
}

export class ImportResourcesBody {
  @ApiProperty({ type: [ImportedRow], minItems: 1, maxItems: rowsMax })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(rowsMax)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ImportedRow)
  rows!: ImportedRow[];
}

export class ImportResult {
  @ApiProperty()
  sourceRef!: string;
  @ApiProperty({ enum: ['accepted', 'refused'] })
  status!: 'accepted' | 'refused';
  @ApiPropertyOptional({ description: 'Why it was refused / Motif du refus' })
  code?: string;
  @ApiPropertyOptional({ format: 'uuid' })
  resourceId?: string;
  @ApiPropertyOptional({ type: 'integer', description: 'Available now (R37) / Disponibles maintenant (R37)' })
  availableUnits?: number;
  @ApiPropertyOptional({ description: 'R38' })
  overcommitted?: boolean;
  @ApiPropertyOptional({
    description:
      'The count does not come to what the source says / Le décompte ne donne pas ce que dit la source',
  })
  figureMismatch?: boolean;
}

export class ImportAnswer {
  @ApiProperty({
    type: [ImportResult],
    description: 'One for each row, in order / Un par ligne, dans l’ordre',
  })
  results!: ImportResult[];
}
