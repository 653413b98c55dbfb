// 25006: the server that answers has become a standby.
const awayStates = /^(08|57P|25006)/;
const busyStates = /^(53|57014|40001|40P01|55P03|25P03|58)/;
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
]);
const lostConnection =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

const causeOf = (error: unknown) => (error as { driverError?: unknown } | null)?.driverError ?? error;

/** The database is not there, whatever is asked of it (told by SQLSTATE class, or by the socket). */
export function isAway(error: unknown): boolean {
  const cause = causeOf(error);
  const code = codeOf(cause);
  return (
    awayStates.test(code) ||
    awayCodes.has(code) ||
    (cause instanceof Error && code === '' && lostConnection.test(cause.message))
  );
}

/** The database is away or busy: the same work may succeed later. */
export function isTransient(error: unknown): boolean {
  return isAway(error) || busyStates.test(codeOf(causeOf(error)));
}

const retryableStates = {
  serializationFailure: '40001',
  deadlock: '40P01',
  // Another made the same row meanwhile: the next run finds it, and says what the rules say of that.
  uniqueViolation: '23505',
};

/** Rolled back by the database for the sake of another transaction: safe to run again at once (PostgreSQL's manual, 13.5). */
export function isRetryable(error: unknown): boolean {
  return Object.values(retryableStates).includes(codeOf(causeOf(error)));
}
