import { refusal, Refusal } from '#libs/kernel';
import type { Actor, IdempotencyKey, Query, Tx } from './tx.js';

export const keyInFlight = refusal(
  'idempotency-key/in-flight',
  'conflict',
  'A request with this Idempotency-Key is still being worked on. Wait a moment and send it again.',
  'Une requête avec cette clé Idempotency-Key est encore en traitement. Attendez un instant, puis renvoyez-la.',
);
export const keyReused = refusal(
  'idempotency-key/reused',
  'unprocessable',
  'This Idempotency-Key was used for another request. Use a new key for a new request.',
  'Cette clé Idempotency-Key a servi à une autre requête. Utilisez une nouvelle clé pour une nouvelle requête.',
);

interface Kept<Answer> {
  readonly fingerprint: string;
  readonly answer: Answer;
}

/**
 * The first answer to this key, or undefined where the work is still to be done. The advisory lock makes a second request
 * that arrives meanwhile fail at once rather than wait.
 * @throws Refusal `idempotency-key/in-flight` (409), `idempotency-key/reused` (422)
 */
export async function answerAgain<Answer>(
  query: Query,
  { organizationId }: Actor,
  { key, route, fingerprint }: IdempotencyKey,
): Promise<Answer | undefined> {
  const [found] = await query<{ free: boolean; kept: Kept<Answer> | null }>(
    `select pg_try_advisory_xact_lock(hashtextextended($1 || $2 || $3, 0)) as free,
            (select json_build_object('fingerprint', fingerprint, 'answer', answer) from idempotency_key
             where organization_id = $1::uuid and route = $2 and key = $3) as kept`,
    [organizationId, route, key],
  );
  if (found?.kept) {
    if (found.kept.fingerprint !== fingerprint) throw new Refusal(keyReused);
    return found.kept.answer;
  }
  if (!found?.free) throw new Refusal(keyInFlight);
  return undefined;
}

/** Stores the answer with the work it belongs to: both commit, or neither. */
export async function keepAnswer(
  tx: Tx,
  { key, route, fingerprint }: IdempotencyKey,
  answer: unknown,
): Promise<void> {
  try {
    await tx.query(
      `insert into idempotency_key (organization_id, route, key, fingerprint, answer, made_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [tx.actor!.organizationId, route, key, fingerprint, JSON.stringify(answer ?? null), tx.now],
    );
  } catch (error) {
    // The twin committed between our look and our lock.
    if ((error as { code?: string }).code === '23505') throw new Refusal(keyInFlight);
    throw error;
  }
}
