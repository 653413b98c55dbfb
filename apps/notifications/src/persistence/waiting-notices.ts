import type { Mode } from '#libs/kernel';
import type { Tx } from '#libs/messaging';
import type { WaitingNotice } from '../domain/public-notice.js';
import { wants } from '../domain/subscription.js';

/** Puts each notice aside for every subscription to public notices that wants its type, in its mode (R62). */
export async function setAside(
  tx: Tx,
  notices: readonly (WaitingNotice & { readonly mode: Mode })[],
): Promise<void> {
  if (notices.length === 0) return;
  const subscriptions = await tx.query<{
    id: string;
    organization_id: string;
    mode: Mode;
    event_types: string[];
  }>(
    `select id, organization_id, mode, event_types from subscription
     where audience = 'public' and state in ('active', 'paused') order by id for share`,
  );
  const rows = notices.flatMap((notice) =>
    subscriptions
      .filter(({ mode, event_types }) => mode === notice.mode && wants(event_types, notice.type))
      .map(({ id, organization_id }) => ({ ...notice, subscriptionId: id, organizationId: organization_id })),
  );
  await tx.query(
    `insert into waiting_notice (subscription_id, organization_id, event_id, type, subject, sequence, hour, data, heard_at)
     select "subscriptionId", "organizationId", "eventId", type, subject, sequence, hour, data, $2
     from jsonb_to_recordset($1::jsonb) as notice (
       "subscriptionId" uuid, "organizationId" uuid, "eventId" uuid, type text, subject uuid, sequence int,
       hour timestamptz, data jsonb)
     on conflict do nothing`,
    [JSON.stringify(rows), tx.now],
  );
}

/** Takes what was heard before this moment: a queue, so that what was committed late is taken the next time. */
export function takeWaiting(tx: Tx, subscriptionId: string, before: Date): Promise<WaitingNotice[]> {
  return tx.query<WaitingNotice>(
    `delete from waiting_notice where subscription_id = $1 and heard_at < $2
     returning event_id as "eventId", type, subject, sequence, hour, data`,
    [subscriptionId, before],
  );
}

export async function forgetWaiting(tx: Tx, subscriptionId: string): Promise<void> {
  await tx.query('delete from waiting_notice where subscription_id = $1', [subscriptionId]);
}
