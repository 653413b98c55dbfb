import { IsId, IsTime } from '#libs/platform';
import { codesOf, needs } from '#libs/codes';
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

export class RequestHousingBody {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  referralId!: string;

  @ApiProperty({ description: 'Code of the region / Code de la région', example: '3520005' })
  @Matches(/^[A-Za-z0-9_:-]{1,64}$/)
  regionCode!: string;

  @ApiProperty({
    enum: codesOf(needs),
    isArray: true,
    description: 'Coded needs, all of them / Besoins codés, tous exigés',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(needs), { each: true })
  needs!: string[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 50,
    default: 1,
    description: 'Persons who stay together (R43) / Personnes logées ensemble (R43)',
  })
  @IsInt()
  @Min(1)
  @Max(50)
  householdSize: number = 1;

  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'Within 24 hours; a hold’s time starts then (R40) / D’ici 24 heures; la retenue court dès lors (R40)',
  })
  @IsOptional()
  @IsTime()
  arrivalExpectedAt?: string;
}
