const transientStates = /^(08|53|57P|40001|40P01|55P03|25P03|58)/;
const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

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

/** Rolled back by the database for the sake of another transaction: safe to run again at once. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf((error as { driverError?: unknown } | null)?.driverError ?? error);
  return code === '40001' || code === '40P01';
}
