// 25006: the server that answers has become a standby.
const transientStates = /^(08|53|57P|57014|40001|40P01|55P03|25P03|25006|58)/;
const transientCodes = new Set([
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

/** The database is away or busy: the same work may succeed later (told by SQLSTATE class, or by the socket). */
export function isTransient(error: unknown): boolean {
  const cause = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const code = codeOf(cause);
  return (
    transientStates.test(code) ||
    transientCodes.has(code) ||
    (cause instanceof Error && code === '' && lostConnection.test(cause.message))
  );
}

const retryableStates = {
  serializationFailure: '40001',
  deadlock: '40P01',
  // Another made the same row meanwhile: the next run finds it, and says what the rules say of that.
  uniqueViolation: '23505',
};

/** Rolled back by the database for the sake of another transaction: safe to run again at once (PostgreSQL's manual, 13.5). */
export function isRetryable(error: unknown): boolean {
  const code = codeOf((error as { driverError?: unknown } | null)?.driverError ?? error);
  return Object.values(retryableStates).includes(code);
}
