import { randomBytes } from 'node:crypto';
import type { Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { KeyPort, seal, unseal } from './key-port.js';

const secretBytes = 24;
const keyBytes = 32;
/** How long the old secret signs beside the new one (R64). */
const overlapHours = 24;
const signingAtOnceMax = 10;

interface SealedRow {
  readonly id: string;
  readonly wrapped_key: Buffer;
  readonly sealed: Buffer;
}

/** Signing secrets of subscriptions, in the form of Standard Webhooks (`whsec_` and base64). */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly keys: KeyPort) {}

  /** Makes a new secret; those before it go on signing for a day. */
  async make(tx: Tx, subscription: { id: string; organizationId: string }): Promise<void> {
    const id = tx.newId();
    const context = contextOf(subscription.id, id);
    const key = randomBytes(keyBytes);
    const sealed = seal(key, Buffer.from(randomBytes(secretBytes).toString('base64')), context);
    await tx.query(
      `update webhook_secret set valid_until = $2::timestamptz + $3 * interval '1 hour'
       where subscription_id = $1 and valid_until is null`,
      [subscription.id, tx.now, overlapHours],
    );
    await tx.query(
      `insert into webhook_secret (id, subscription_id, organization_id, wrapped_key, sealed, made_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, subscription.id, subscription.organizationId, await this.keys.wrap(key, context), sealed, tx.now],
    );
  }

  /** The newest: the one that is shown once. */
  async newest(tx: Tx, subscriptionId: string): Promise<string> {
    return (await this.unsealed(tx, subscriptionId, 1))[0] ?? '';
  }

  /** Those that sign now, newest first; none where all were sealed under a master key that is gone. */
  current(tx: Tx, subscriptionId: string): Promise<string[]> {
    return this.unsealed(tx, subscriptionId, signingAtOnceMax);
  }

  private async unsealed(tx: Tx, subscriptionId: string, limit: number): Promise<string[]> {
    const rows = await tx.query<SealedRow>(
      `select id, wrapped_key, sealed from webhook_secret
       where subscription_id = $1 and (valid_until is null or valid_until > $2) order by id desc limit $3`,
      [subscriptionId, tx.now, limit],
    );
    const unsealed = await Promise.allSettled(
      rows.map(async ({ id, wrapped_key, sealed }) => {
        const context = contextOf(subscriptionId, id);
        return `whsec_${unseal(await this.keys.unwrap(wrapped_key, context), sealed, context).toString()}`;
      }),
    );
    return unsealed.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  async forget(tx: Tx, subscriptionId: string): Promise<void> {
    await tx.query('delete from webhook_secret where subscription_id = $1', [subscriptionId]);
  }
}

function contextOf(subscriptionId: string, id: string): string {
  return `webhook secret ${id} of subscription ${subscriptionId}`;
}
