import { modes, type Mode } from '#libs/kernel';
import { LimitQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FeedItem } from '../../persistence/feed.js';
import { waitingAnOrganizationMax } from './waiting-readers.js';

const waitSecondsMax = 20;

export class FeedQuery extends LimitQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    default: 0,
    description: 'Position of the last event that you have / Position du dernier événement que vous avez',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after: number = 0;

  @ApiPropertyOptional({ enum: modes, default: 'actual' })
  @IsOptional()
  @IsIn(modes)
  mode: Mode = 'actual';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: waitSecondsMax,
    default: 0,
    description:
      `Seconds to wait where there is nothing new; ${waitingAnOrganizationMax} reads of an organization wait at once, a further one is answered as with 0 / ` +
      `Secondes d’attente s’il n’y a rien de nouveau; ${waitingAnOrganizationMax} lectures d’une organisation attendent à la fois, une autre obtient la réponse comme avec 0`,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(waitSecondsMax)
  wait: number = 0;
}

export class FeedItemAnswer implements FeedItem {
  @ApiProperty({ type: 'integer', minimum: 1 })
  position!: number;
  @ApiProperty({ enum: ['1.0'] })
  specversion!: '1.0';
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ example: 'housing.hold-placed.v1' })
  type!: string;
  @ApiProperty({ example: '/housing' })
  source!: string;
  @ApiProperty({ format: 'uuid' })
  subject!: string;
  @ApiProperty({ format: 'date-time' })
  time!: string;
  @ApiProperty({ example: '0000000001' })
  sequence!: string;
  @ApiProperty({ enum: modes })
  mode!: Mode;
  @ApiProperty({ enum: ['application/json'] })
  datacontenttype!: 'application/json';
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'GET /v1/asyncapi.json' })
  data!: object;
}

export class FeedPage {
  @ApiProperty({ type: [FeedItemAnswer] })
  items!: FeedItemAnswer[];
  @ApiProperty({
    type: 'integer',
    description: 'Ask `after` this next / Demandez ensuite `after` cette valeur',
  })
  next!: number;
}
