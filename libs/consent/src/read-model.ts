import { consentFreshness } from '#libs/codes';
import type { ConsentsHeartbeat, DataOf } from '#libs/contracts';
import type { Mode } from '#libs/kernel';
import type { HubEvent, Tx } from '#libs/messaging';

export interface KnownConsent {
  readonly id: string;
  readonly ownerOrganizationId: string;
  readonly participantRef: string;
  readonly mode: Mode;
  readonly recipients: readonly string[];
  readonly purposes: readonly string[];
  readonly dataClasses: readonly string[];
  readonly from: string;
  readonly until: string;
}

/** Keeps a grant or an exception, in place of what was known of it. */
export async function keep(tx: Tx, consent: KnownConsent): Promise<void> {
  await tx.query(
    `insert into known_consent (id, owner_organization_id, participant_ref, mode, recipients, purposes, data_classes, begins_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set (recipients, purposes, data_classes, begins_at, ends_at)
       = (excluded.recipients, excluded.purposes, excluded.data_classes, excluded.begins_at, excluded.ends_at)`,
    [
      consent.id,
      consent.ownerOrganizationId,
      consent.participantRef,
      consent.mode,
      consent.recipients,
      consent.purposes,
      consent.dataClasses,
      consent.from,
      consent.until,
    ],
  );
}

export async function forget(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from known_consent where id = $1', [id]);
}

/** One more place of its partition was applied; in whatever order they come, `through` passes no hole. */
export async function notePlace(
  tx: Tx,
  { aggregate, data }: Pick<HubEvent, 'aggregate'> & { data: { partition: number; place: number } },
): Promise<void> {
  await tx.query(
    `insert into known_consent_stream (stream, partition) values ($1, $2) on conflict do nothing`,
    [aggregate, data.partition],
  );
  await tx.query(
    `update known_consent_stream known set (through, beyond) = (
       select known.through + count(*) filter (where place = known.through + rank),
              coalesce(array_agg(place) filter (where place > known.through + rank), '{}')
       from (select place, row_number() over (order by place) as rank
             from (select distinct unnest(known.beyond || $3::bigint)) as applied (place)
             where place > known.through) numbered)
     where stream = $1 and partition = $2`,
    [aggregate, data.partition, data.place],
  );
}

/** The model is as fresh as the newest heartbeat whose places were all applied; those that wait are looked at each time. */
export async function hearHeartbeat(
  tx: Tx,
  { at, streams }: DataOf<typeof ConsentsHeartbeat>,
): Promise<void> {
  await tx.query('insert into known_consent_heartbeat (at, streams) values ($1, $2) on conflict do nothing', [
    at,
    JSON.stringify(streams),
  ]);
  await tx.query(
    `insert into known_consent_freshness (fresh_at)
     select least(max(at), hub_now()) from known_consent_heartbeat
     where not exists (
       select from jsonb_to_recordset(streams) as written (stream text, partition int, place bigint)
       left join known_consent_stream known using (stream, partition)
       where coalesce(known.through, 0) < written.place)
     having max(at) is not null
     on conflict (only_row) do update set fresh_at = greatest(known_consent_freshness.fresh_at, excluded.fresh_at)`,
  );
  await tx.query(
    `delete from known_consent_heartbeat
     where at <= (select fresh_at from known_consent_freshness) or at < hub_now() - $1 * interval '1 second'`,
    [consentFreshness.staleSeconds],
  );
}
