import { IsTime } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

const unitsMax = 100_000;

export class ReportCapacityBody {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(0)
  @Max(unitsMax)
  totalUnits!: number;
  @ApiProperty({
    type: 'integer',
    description:
      'Do not count units that are only held (R37) / Ne comptez pas les unités seulement retenues (R37)',
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
    format: 'date-time',
    description: 'When you counted; absent: now / Moment du décompte; absent : maintenant',
  })
  @IsOptional()
  @IsTime()
  observedAt?: string;
}
