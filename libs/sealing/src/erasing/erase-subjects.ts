import { contractOf } from '#libs/contracts';
import type { Mode } from '#libs/kernel';
import { appendEvent, setDeadline, Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { CONFIG, type AppConfig } from '#libs/platform';
import { Inject } from '@nestjs/common';
import type { SealingConfig } from '../config.js';
import { SubjectKeys } from '../keys/subject-keys.js';

const kind = 'destroy-erased-keys';
const millisecondsADay = 86_400_000;

/**
 * To be called where `consents.participant-erased.v1` is heard, after the rows were purged: the keys of these subjects are
 * destroyed after the commit (messaging.md 12), and `<app>.participant-data-erased.v1` tells it, also where there were none.
 */
export function eraseSubjects(
  tx: Tx,
  event: { readonly subject: string; readonly mode: Mode; readonly correlationId: string },
  subjectIds: readonly string[],
): void {
  tx.write(
    `insert into erasure (id, version, mode, correlation_id, asked_at, subject_ids) values ($1, 0, $2, $3, $4, $5)
     on conflict (id) do update set subject_ids = erasure.subject_ids || excluded.subject_ids, keys_destroyed_at = null`,
    [event.subject, event.mode, event.correlationId, tx.now, JSON.stringify(subjectIds)],
  );
  setDeadline(tx, kind, event.subject, tx.now);
}

interface ErasureRow {
  readonly subject_ids: readonly string[];
  readonly version: number;
  readonly mode: Mode;
  readonly correlation_id: string;
}

/** Destroying twice is as good as once: whoever is killed between the keys and the commit does it again. */
@Timer(kind)
export class DestroyErasedKeys implements TimerHandler {
  constructor(
    private readonly keys: SubjectKeys,
    @Inject(CONFIG) private readonly config: AppConfig & SealingConfig,
  ) {}

  async fire(tx: Tx, id: string): Promise<void> {
    const [row] = await tx.query<ErasureRow>(
      'select subject_ids, version, mode, correlation_id from erasure where id = $1 for update',
      [id],
    );
    let destroyedAt = tx.now;
    for (const subjectId of row!.subject_ids)
      destroyedAt = laterOf(destroyedAt, (await this.keys.destroy(subjectId)).destroyedAt);
    const sequence = row!.version + 1;
    tx.write(`update erasure set subject_ids = '[]', keys_destroyed_at = $2, version = $3 where id = $1`, [
      id,
      destroyedAt,
      sequence,
    ]);
    const completeAt = new Date(destroyedAt.getTime() + this.config.keyBackupDays * millisecondsADay);
    await appendEvent(tx, {
      contract: contractOf(`${this.config.app}.participant-data-erased.v1`)!,
      aggregate: 'erasure',
      id,
      sequence,
      mode: row!.mode,
      correlationId: row!.correlation_id,
      data: { keysDestroyedAt: destroyedAt.toISOString(), completeAt: completeAt.toISOString() },
    });
  }
}

function laterOf(one: Date, other: Date): Date {
  return one > other ? one : other;
}
