import { randomBytes } from 'node:crypto';
import { Refusal } from '#libs/kernel';
import type { Tx } from '#libs/messaging';
import { destroyKeyLater, KeyPort, openEarlierSeal, placeOf, SubjectKeys } from '#libs/sealing';
import { Injectable } from '@nestjs/common';
import { subscriptionNotInThisState } from '../domain/refusals.js';
import { notDeleted } from '../domain/subscription.js';

const secretBytes = 24;
/** How long the old secret signs beside the new one (R64). */
const overlapHours = 24;
const signingAtOnceMax = 10;

interface SealedRow {
  readonly id: string;
  readonly sealed: Buffer;
}

/** Signing secrets of subscriptions, in the form of Standard Webhooks (`whsec_` and base64), each sealed with a key of its own (R18). */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly keys: SubjectKeys,
    private readonly masterKeys: KeyPort,
  ) {}

  /** Makes a new secret; those before it go on signing for a day. */
  async make(tx: Tx, subscription: { id: string; organizationId: string }): Promise<void> {
    const id = tx.newId();
    const sealed = await this.sealed(id, randomBytes(secretBytes).toString('base64'));
    await tx.query(
      `update webhook_secret set valid_until = $2::timestamptz + $3 * interval '1 hour'
       where subscription_id = $1 and valid_until is null`,
      [subscription.id, tx.now, overlapHours],
    );
    await tx.query(
      `insert into webhook_secret (id, subscription_id, organization_id, sealed, made_at) values ($1, $2, $3, $4, $5)`,
      [id, subscription.id, subscription.organizationId, sealed, tx.now],
    );
  }

  /**
   * The newest: the one that is shown once.
   * @throws Refusal `subscription/not-in-this-state` (409): it was deleted, and its secrets are forgotten; SealBroken, MasterKeyUnknown
   */
  async newest(tx: Tx, subscriptionId: string): Promise<string> {
    const [row] = await tx.query<SealedRow>(
      'select id, sealed from webhook_secret where subscription_id = $1 and valid_until is null',
      [subscriptionId],
    );
    const secret = row && (await this.unsealed(row));
    if (!secret)
      throw new Refusal(subscriptionNotInThisState, { facts: { state: 'deleted', allowedFrom: notDeleted } });
    return secret;
  }

  /**
   * Those that sign now, newest first; none where all were sealed under a master key that is gone. By their ends: of two that
   * were made at once, the ids say which transaction began first, not which one came last.
   */
  async current(tx: Tx, subscriptionId: string): Promise<string[]> {
    const rows = await tx.query<SealedRow>(
      `select id, sealed from webhook_secret
       where subscription_id = $1 and (valid_until is null or valid_until > $2)
       order by valid_until desc nulls first, id desc limit $3`,
      [subscriptionId, tx.now, signingAtOnceMax],
    );
    const unsealed = await Promise.allSettled(rows.map((row) => this.unsealed(row)));
    return unsealed.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
  }

  /** Null where its key was destroyed, with its subscription. */
  private async unsealed({ id, sealed }: SealedRow): Promise<string | null> {
    const secret = await this.keys.unseal(id, sealed, placeOf('webhook_secret', id, 'sealed'));
    return secret === null ? null : `whsec_${secret}`;
  }

  /** The secrets of a subscription that ended, and then their keys. */
  async forget(tx: Tx, subscriptionId: string): Promise<void> {
    const rows = await tx.query<{ id: string }>(
      'delete from webhook_secret where subscription_id = $1 returning id',
      [subscriptionId],
    );
    for (const { id } of rows) destroyKeyLater(tx, id);
  }

  /** Secrets that have not signed since then, and then their keys; returns how many. */
  async forgetExpired(tx: Tx, before: Date, rowsMax: number): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `delete from webhook_secret where id in (
         select id from webhook_secret where valid_until < $1 limit $2 for update skip locked)
       returning id`,
      [before, rowsMax],
    );
    for (const { id } of rows) destroyKeyLater(tx, id);
    return rows.length;
  }

  /** Seals anew what was sealed before there was a keys database; what does not open stays as it is. Returns how many. */
  async sealEarlierAnew(tx: Tx): Promise<number> {
    const rows = await tx.query<SealedRow & { subscription_id: string; wrapped_key: Buffer }>(
      'select id, subscription_id, sealed, wrapped_key from webhook_secret where wrapped_key is not null for update',
    );
    const opened = await Promise.allSettled(
      rows.map(async ({ id, subscription_id, sealed, wrapped_key }) => {
        const context = `webhook secret ${id} of subscription ${subscription_id}`;
        const secret = await openEarlierSeal(this.masterKeys, { wrappedKey: wrapped_key, sealed, context });
        return { id, sealed: await this.sealed(id, secret) };
      }),
    );
    const anew = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    for (const { id, sealed } of anew)
      tx.write('update webhook_secret set sealed = $2, wrapped_key = null where id = $1', [id, sealed]);
    return anew.length;
  }

  private sealed(id: string, secret: string): Promise<Buffer> {
    return this.keys.seal(id, secret, placeOf('webhook_secret', id, 'sealed'));
  }
}
