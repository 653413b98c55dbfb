export type DeliveryState =
  'queued' | 'sending' | 'retry_wait' | 'delivered' | 'dead_lettered' | 'superseded';

/** What came of one attempt: an answer, or none. */
export type AttemptOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'failed'; readonly error: string };

export type Verdict =
  | { readonly next: 'delivered' }
  | { readonly next: 'retry_wait'; readonly at: Date }
  | { readonly next: 'dead_lettered'; readonly because: 'gone' | 'exhausted' };

/** Pauses after the first, second ... failed attempt (our proposal; ten attempts over about a day and a half). */
export const retryDelaysSeconds = [1, 5, 30, 300, 1_800, 7_200, 18_000, 36_000, 50_400];
export const attemptsMax = retryDelaysSeconds.length + 1;
const retryAfterSecondsMax = 86_400;
const jitterShare = 0.2;

/** RFC 9110, 10.2.3: seconds, or a date of which those are taken that are left; null where it asks for none, or is neither. */
export function readRetryAfter(written: string | undefined, now: Date): number | null {
  const text = written?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : text.endsWith('GMT') ? secondsUntil(text, now) : 0;
  return seconds > 0 ? seconds : null;
}

const secondsUntil = (date: string, now: Date) => Math.ceil((Date.parse(date) - now.getTime()) / 1000);

/**
 * domain.md 3.5: 2xx arrived; 410 gone for good; everything else is tried again, also a 401, since a wrong token for ten
 * minutes must not lose events. Retry-After is obeyed; `jitter` (0 to 1) keeps receivers from being called in step.
 */
export function judgeAttempt(attempt: number, outcome: AttemptOutcome, now: Date, jitter: number): Verdict {
  if (outcome.kind === 'answered') {
    if (outcome.status >= 200 && outcome.status < 300) return { next: 'delivered' };
    if (outcome.status === 410) return { next: 'dead_lettered', because: 'gone' };
  }
  if (attempt >= attemptsMax) return { next: 'dead_lettered', because: 'exhausted' };
  const planned = retryDelaysSeconds[attempt - 1]! * (1 + jitterShare * jitter);
  const asked = outcome.kind === 'answered' ? (outcome.retryAfterSeconds ?? 0) : 0;
  const seconds = Math.max(planned, Math.min(asked, retryAfterSecondsMax));
  return { next: 'retry_wait', at: new Date(now.getTime() + seconds * 1000) };
}
