import type { Mode } from '#libs/kernel';
import type { Tx } from '#libs/messaging';

/** A thin CloudEvent (structured JSON), as partners get it: by webhook and by feed. */
export interface OutwardEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly sequence: string;
  readonly mode: Mode;
  readonly datacontenttype: 'application/json';
  readonly data: object;
}

/**
 * Gives the event the next position in the feed of each organization. One lock for all feeds of this database: positions
 * are dense and become visible in their order, so that a late commit is never skipped (messaging.md 14 and 18).
 */
export async function addToFeeds(
  tx: Tx,
  organizations: readonly string[],
  event: OutwardEvent,
): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('feeds', 0))`);
  await tx.query(
    `with head as (
       insert into feed_head (organization_id, mode, last_position)
       select distinct organization, $2, 1 from unnest($1::uuid[]) as organization order by organization
       on conflict (organization_id, mode) do update set last_position = feed_head.last_position + 1
       returning organization_id, last_position
     )
     insert into feed_event (organization_id, mode, position, event_id, type, body, at)
     select organization_id, $2, last_position, $3, $4, $5, $6 from head`,
    [organizations, event.mode, event.id, event.type, JSON.stringify(event), tx.now],
  );
}

export interface FeedItem extends OutwardEvent {
  /** 1, 2, 3 ... within the feed of one organization and mode. */
  readonly position: number;
}

/** Events after a position, in order. */
export async function readFeed(
  tx: Tx,
  { mode, after, limit }: { mode: Mode; after: number; limit: number },
): Promise<FeedItem[]> {
  const rows = await tx.query<{ position: string; body: OutwardEvent }>(
    `select position, body from feed_event
     where organization_id = $1 and mode = $2 and position > $3 order by position limit $4`,
    [tx.actor!.organizationId, mode, after, limit],
  );
  return rows.map(({ position, body }) => ({ ...body, position: Number(position) }));
}
