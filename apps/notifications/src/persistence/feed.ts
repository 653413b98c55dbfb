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

/** An event, and the organizations that may hear of it. */
export interface Told {
  readonly organizations: readonly string[];
  readonly event: OutwardEvent;
  /** Then it is not for organizations that enforce the law (R4). */
  readonly personLinked: boolean;
}

/**
 * Gives each event the next position in the feed of each of its organizations. The feeds' heads are locked in one order and
 * until the commit: positions are dense and become visible in their order, so that a late commit is never skipped
 * (messaging.md 14 and 18). Once a transaction, as its last statement, so that nobody waits long.
 */
export function addToFeeds(tx: Tx, told: readonly Told[]): void {
  const recipients = told.flatMap(({ organizations }, index) =>
    [...new Set(organizations)].map((organization) => ({ organization, place: index + 1 })),
  );
  // Each event goes once over the wire, however many organizations hear of it.
  tx.write(
    `with told as materialized (
       select body, body->>'id' as event_id, body->>'type' as type, body->>'mode' as mode, person_linked, place
       from rows from (json_array_elements($1::json), unnest($2::boolean[])) with ordinality as told (body, person_linked, place)
     ),
     entry as materialized (
       select *, row_number() over (partition by organization, mode order by place) as nth
       from unnest($3::uuid[], $4::bigint[]) as recipient (organization, place) join told using (place)
       where not (person_linked and exists (
         select from known_organization where organization_id = organization and is_enforcement))
     ),
     head as (
       insert into feed_head (organization_id, mode, last_position)
       select organization, mode, count(*) from entry group by organization, mode order by organization, mode
       on conflict (organization_id, mode) do update set last_position = feed_head.last_position + excluded.last_position
       returning organization_id, mode, last_position
     )
     insert into feed_event (organization_id, mode, position, event_id, type, body, person_linked, at)
     select organization, mode, last_position - count(*) over (partition by organization, mode) + nth, event_id::uuid, type, body,
            person_linked, $5
     from entry join head using (mode) where organization_id = organization`,
    [
      JSON.stringify(told.map(({ event }) => event)),
      told.map(({ personLinked }) => personLinked),
      recipients.map(({ organization }) => organization),
      recipients.map(({ place }) => place),
      tx.now,
    ],
  );
}

export interface FeedItem extends OutwardEvent {
  /** 1, 2, 3 ... within the feed of one organization and mode. */
  readonly position: number;
}

/**
 * Events after a position, in order. What is linked to a person is not for organizations that enforce the law, also where
 * it was written before they did (R4); of an organization that is not known yet the feed ends before the first such event.
 */
export async function readFeed(
  tx: Tx,
  { mode, after, limit }: { mode: Mode; after: number; limit: number },
): Promise<FeedItem[]> {
  const rows = await tx.query<{ position: string; body: OutwardEvent }>(
    `select event.position, event.body
     from feed_event event left join known_organization known on known.organization_id = event.organization_id
     where event.organization_id = $1 and event.mode = $2 and event.position > $3 and event.body is not null
       and not (event.person_linked and coalesce(known.is_enforcement, true))
       and (known.organization_id is not null or not exists (
         select from feed_event earlier
         where earlier.organization_id = $1 and earlier.mode = $2 and earlier.person_linked
           and earlier.position > $3 and earlier.position < event.position))
     order by event.position limit $4`,
    [tx.actor!.organizationId, mode, after, limit],
  );
  return rows.map(({ position, body }) => ({ ...body, position: Number(position) }));
}

export interface FeedHead {
  readonly organizationId: string;
  readonly mode: Mode;
  /** Of the last event; 0 where there is none. */
  readonly position: number;
}

export async function feedHead(tx: Tx, mode: Mode): Promise<FeedHead> {
  const { organizationId } = tx.actor!;
  const [row] = await tx.query<{ position: string }>(
    'select last_position as position from feed_head where organization_id = $1 and mode = $2',
    [organizationId, mode],
  );
  return { organizationId, mode, position: Number(row?.position ?? 0) };
}

/** Which of these heads, by their place in the list, lie before their feed's head of now. */
export async function grownBeyond(tx: Tx, heads: readonly FeedHead[]): Promise<Set<number>> {
  const rows = await tx.query<{ place: string }>(
    `select place from unnest($1::uuid[], $2::text[], $3::bigint[]) with ordinality as seen (organization_id, mode, position, place)
     cross join lateral (
       select from feed_head head
       where head.organization_id = seen.organization_id and head.mode = seen.mode and head.last_position > seen.position
       offset 0
     ) grown`,
    [
      heads.map(({ organizationId }) => organizationId),
      heads.map(({ mode }) => mode),
      heads.map(({ position }) => position),
    ],
  );
  return new Set(rows.map(({ place }) => Number(place) - 1));
}

/** The content of what was told before then; returns how many. */
export async function purgeFeed(tx: Tx, before: Date, rowsMax: number): Promise<number> {
  const rows = await tx.query(
    `update feed_event set body = null where ctid in (
       select ctid from feed_event where at < $1 and body is not null order by at limit $2 for update skip locked)
     returning 1 as one`,
    [before, rowsMax],
  );
  return rows.length;
}
