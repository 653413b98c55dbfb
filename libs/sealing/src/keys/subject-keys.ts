import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { refusal, Refusal } from '#libs/kernel';
import pg from 'pg';
import { sealWith, unsealWith } from './aes.js';
import type { KeyPort } from './key-port.js';

export const subjectErased = refusal(
  'subject/erased',
  'conflict',
  'What was kept about this subject has been erased for good. Nothing more is written about it under the same reference.',
  'Ce qui était conservé sur ce sujet a été effacé définitivement. Rien d’autre n’est inscrit sous la même référence.',
);

/** Something sealed does not open. Names the place, never what stands there. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor(place: string, why: string) {
    super(`What is sealed at ${place} does not open: ${why}.`);
  }
}

export interface SubjectKeysOptions {
  readonly app: string;
  readonly pool: pg.Pool;
  readonly masterKeys: KeyPort;
}

interface KeyRow {
  readonly wrapped_key: Buffer | null;
  readonly master_key_id: string | null;
}

const keyBytes = 32;
/**
 * How long, and how many, unwrapped keys stay in this process. So a key that another process destroyed may open what it
 * sealed for so long, and no longer.
 */
const cached = { millisecondsMax: 5_000, keysMax: 1_000 };
const rewrapMax = 200;

/** Where a sealed text stands; it opens nowhere else. */
export function placeOf(table: string, record: string, column: string): string {
  return `${table}/${record}/${column}`;
}

/**
 * Seals texts with a key for each subject (R18): AES-256-GCM, the key wrapped by a master key and kept in a database of its
 * own. Whoever destroys the key erases all that was sealed with it, wherever a copy lies. A key that was made for work that
 * was rolled back is left, and opens nothing.
 */
export class SubjectKeys {
  private readonly known = new Map<string, { readonly key: KeyObject; readonly until: number }>();

  constructor(private readonly options: SubjectKeysOptions) {}

  /**
   * @param context where the text will stand (`placeOf`): it opens there alone
   * @throws Refusal `subject/erased` (409)
   */
  async seal(subjectId: string, text: string, context: string): Promise<Buffer> {
    const key = (await this.keyOf(subjectId)) ?? (await this.makeKey(subjectId));
    if (key === 'destroyed') throw new Refusal(subjectErased);
    return sealWith(key, Buffer.from(text), this.bound(context));
  }

  /**
   * The text, or null where the subject's key was destroyed.
   * @throws SealBroken, MasterKeyUnknown
   */
  async unseal(subjectId: string, sealed: Buffer, context: string): Promise<string | null> {
    const key = await this.keyOf(subjectId);
    if (key === 'destroyed') return null;
    if (!key) throw new SealBroken(context, 'its key is not in the keys database');
    try {
      return unsealWith(key, sealed, this.bound(context)).toString();
    } catch {
      throw new SealBroken(context, 'the bytes, the key or the place is another');
    }
  }

  /**
   * Destroys the key for good, also one that was never made; a second time it says when that was. Other processes may hold
   * the unwrapped key for five seconds more.
   */
  async destroy(subjectId: string): Promise<{ destroyedAt: Date }> {
    const { rows } = await this.options.pool.query<{ destroyed_at: Date }>(
      `insert into subject_key (app, subject_id, made_at, destroyed_at) values ($1, $2, hub_now(), hub_now())
       on conflict (app, subject_id) do update set wrapped_key = null, master_key_id = null,
         destroyed_at = coalesce(subject_key.destroyed_at, excluded.destroyed_at)
       returning destroyed_at`,
      [this.options.app, subjectId],
    );
    this.known.delete(subjectId);
    return { destroyedAt: rows[0]!.destroyed_at };
  }

  /** Wraps some of the keys anew that another master key than the current one wraps; says how many are left. */
  async rewrap(): Promise<{ rewrapped: number; left: number }> {
    const { app, pool, masterKeys } = this.options;
    const current = await masterKeys.currentId();
    const { rows } = await pool.query<{ subject_id: string; wrapped_key: Buffer; master_key_id: string }>(
      `select subject_id, wrapped_key, master_key_id from subject_key
       where app = $1 and master_key_id <> $2 order by subject_id limit ${rewrapMax}`,
      [app, current],
    );
    const wrapped = await Promise.all(
      rows.map(async (row) => {
        const context = this.bound(row.subject_id);
        const key = await masterKeys.unwrap(
          { bytes: row.wrapped_key, masterKeyId: row.master_key_id },
          context,
        );
        return masterKeys.wrap(key, context);
      }),
    );
    // A key that was destroyed meanwhile stays so: it is no longer the one that was read.
    const { rowCount } = await pool.query(
      `update subject_key set wrapped_key = fresh.wrapped, master_key_id = fresh.master
       from unnest($2::text[], $3::bytea[], $4::bytea[], $5::text[]) as fresh (subject, old, wrapped, master)
       where app = $1 and subject_id = fresh.subject and wrapped_key = fresh.old`,
      [
        app,
        rows.map((row) => row.subject_id),
        rows.map((row) => row.wrapped_key),
        wrapped.map(({ bytes }) => bytes),
        wrapped.map(({ masterKeyId }) => masterKeyId),
      ],
    );
    const counts = await this.countByMasterKey();
    const left = Object.entries(counts).reduce((sum, [id, count]) => sum + (id === current ? 0 : count), 0);
    return { rewrapped: rowCount ?? 0, left };
  }

  /** How many keys each master key wraps. */
  async countByMasterKey(): Promise<Record<string, number>> {
    const { rows } = await this.options.pool.query<{ id: string; count: number }>(
      `select master_key_id as id, count(*)::int as count from subject_key
       where app = $1 and master_key_id is not null group by 1 order by 1`,
      [this.options.app],
    );
    return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
  }

  async close(): Promise<void> {
    await this.options.pool.end();
  }

  private bound(context: string): string {
    return `${this.options.app}/${context}`;
  }

  private async keyOf(subjectId: string): Promise<KeyObject | 'destroyed' | undefined> {
    const known = this.known.get(subjectId);
    const now = performance.now();
    if (known && known.until > now) return known.key;
    this.known.delete(subjectId);
    const { rows } = await this.options.pool.query<KeyRow>(
      'select wrapped_key, master_key_id from subject_key where app = $1 and subject_id = $2',
      [this.options.app, subjectId],
    );
    const [row] = rows;
    if (!row) return undefined;
    if (!row.wrapped_key) return 'destroyed';
    const key = createSecretKey(
      await this.options.masterKeys.unwrap(
        { bytes: row.wrapped_key, masterKeyId: row.master_key_id! },
        this.bound(subjectId),
      ),
    );
    this.keep(subjectId, key, now);
    return key;
  }

  private async makeKey(subjectId: string): Promise<KeyObject | 'destroyed'> {
    const { app, pool, masterKeys } = this.options;
    const { bytes, masterKeyId } = await masterKeys.wrap(randomBytes(keyBytes), this.bound(subjectId));
    await pool.query(
      `insert into subject_key (app, subject_id, wrapped_key, master_key_id, made_at)
       values ($1, $2, $3, $4, hub_now()) on conflict do nothing`,
      [app, subjectId, bytes, masterKeyId],
    );
    // Read back: whoever came first made the key, or destroyed it.
    return (await this.keyOf(subjectId))!;
  }

  /** The age counts from the moment before the key was read: destroyed later, it is found out in time. */
  private keep(subjectId: string, key: KeyObject, readAt: number): void {
    this.known.set(subjectId, { key, until: readAt + cached.millisecondsMax });
    if (this.known.size <= cached.keysMax) return;
    const [oldest] = this.known.keys();
    this.known.delete(oldest!);
  }
}
