import { randomBytes } from 'node:crypto';
import type { Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { KeyPort, seal, unseal } from './key-port.js';

const secretBytes = 24;
const keyBytes = 32;
/** How long the old secret signs beside the new one (R64). */
const overlapHours = 24;

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

  /** Those that sign now, newest first. */
  async current(tx: Tx, subscriptionId: string): Promise<string[]> {
    const rows = await tx.query<SealedRow>(
      `select id, wrapped_key, sealed from webhook_secret
       where subscription_id = $1 and (valid_until is null or valid_until > $2) order by id desc`,
      [subscriptionId, tx.now],
    );
    return Promise.all(
      rows.map(async ({ id, wrapped_key, sealed }) => {
        const context = contextOf(subscriptionId, id);
        return `whsec_${unseal(await this.keys.unwrap(wrapped_key, context), sealed, context).toString()}`;
      }),
    );
  }

  async forget(tx: Tx, subscriptionId: string): Promise<void> {
    await tx.query('delete from webhook_secret where subscription_id = $1', [subscriptionId]);
  }
}

function contextOf(subscriptionId: string, id: string): string {
  return `webhook secret ${id} of subscription ${subscriptionId}`;
}
