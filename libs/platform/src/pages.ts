import type { AggregateRow, Tx } from '#libs/messaging';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ApiPropertyOptional } from '@nestjs/swagger';
import type { EntityTarget, SelectQueryBuilder } from 'typeorm';
import { IsId } from './ids.js';

const pageSizeDefault = 50;
const pageSizeMax = 100;

/** `?limit=`: every list is read page by page. */
export class LimitQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: pageSizeMax,
    default: pageSizeDefault,
    description: 'Items a page / Éléments par page',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(pageSizeMax)
  limit: number = pageSizeDefault;
}

/** `?limit=&after=` where the cursor is the id of the last thing on the page before. */
export class PageQuery extends LimitQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description: '`next` of the page before / `next` de la page précédente',
  })
  @IsOptional()
  @IsId()
  after?: string;
}

export interface Page<Item> {
  readonly items: Item[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** The rows that the caller may see, newest first, behind the cursor: one more than `limit`, for `pageOf`. */
export function newestFirst<Row extends AggregateRow>(
  tx: Tx,
  entity: EntityTarget<Row>,
  alias: string,
  { limit, after }: { limit: number; after?: string | undefined },
): SelectQueryBuilder<Row> {
  const query = tx.manager
    .createQueryBuilder(entity, alias)
    .orderBy(`${alias}.id`, 'DESC')
    .take(limit + 1);
  if (after) query.andWhere(`${alias}.id < :after`, { after });
  return query;
}

/** Makes a page of the rows that were read with one more than `limit`. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), next: rows.length > limit && last ? cursorOf(last) : null };
}
