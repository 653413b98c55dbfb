import { createHmac, randomBytes } from 'node:crypto';
import type { Tx } from '#libs/messaging';
import { destroyKeyLater, placeOf, SubjectKeys } from '#libs/sealing';
import { Injectable } from '@nestjs/common';

const keyBytes = 32;

/** The key of each subscription to public notices, from which its aliases are made (messaging.md 18); sealed as secrets are (R18). */
@Injectable()
export class AliasKeys {
  constructor(private readonly keys: SubjectKeys) {}

  async make(tx: Tx, subscription: { id: string; organizationId: string }): Promise<void> {
    const id = tx.newId();
    const key = randomBytes(keyBytes).toString('base64');
    const sealed = await this.keys.seal(id, key, placeOf('alias_key', id, 'sealed'));
    await tx.query(
      'insert into alias_key (id, subscription_id, organization_id, sealed) values ($1, $2, $3, $4)',
      [id, subscription.id, subscription.organizationId, sealed],
    );
  }

  /** Makes aliases of ids for this subscription: the same id has the same alias there, and another one elsewhere. */
  async aliaser(tx: Tx, subscriptionId: string): Promise<(id: string) => string> {
    const [row] = await tx.query<{ id: string; sealed: Buffer }>(
      'select id, sealed from alias_key where subscription_id = $1',
      [subscriptionId],
    );
    const key = await this.keys.unseal(row!.id, row!.sealed, placeOf('alias_key', row!.id, 'sealed'));
    if (key === null) throw new Error(`The alias key of subscription ${subscriptionId} is destroyed.`);
    const bytes = Buffer.from(key, 'base64');
    return (id) => aliasOf(bytes, id);
  }

  /** The key of a subscription that ended: nobody makes its aliases any more. */
  async forget(tx: Tx, subscriptionId: string): Promise<void> {
    const rows = await tx.query<{ id: string }>(
      'delete from alias_key where subscription_id = $1 returning id',
      [subscriptionId],
    );
    for (const { id } of rows) destroyKeyLater(tx, id);
  }
}

/** HMAC-SHA-256 of the id in the form of a UUID version 8 (RFC 9562). */
export function aliasOf(key: Buffer, id: string): string {
  const digest = createHmac('sha256', key).update(id).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
