import { modes, type Mode } from '#libs/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { AvailabilityAnswer } from '../../persistence/resource-answers.js';

const code = /^[A-Za-z0-9_:-]{1,64}$/;

export class AvailabilityQuery {
  @ApiPropertyOptional({
    type: String,
    description:
      'Coded needs, separated by commas; all must be met / Besoins codés, séparés par des virgules; tous exigés',
  })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').filter((one) => one !== '') : value,
  )
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(code, { each: true })
  needs: string[] = [];

  @ApiPropertyOptional({
    description: 'Code of the region to search / Code de la région visée',
    default: 'CA',
  })
  @IsOptional()
  @Matches(code)
  region: string = 'CA';

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 50, default: 1, description: 'R43' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  householdSize: number = 1;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  @ApiPropertyOptional({
    enum: modes,
    description:
      'Absent: as the header Hub-Mode says, else actual / Absent : selon l’en-tête Hub-Mode, sinon actual',
  })
  @IsOptional()
  @IsIn(modes)
  mode?: Mode;
}

export class AvailabilityList {
  @ApiProperty({ type: [AvailabilityAnswer] })
  items!: AvailabilityAnswer[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Always null: a search has one page / Toujours null : une seule page',
  })
  next!: null;
}
