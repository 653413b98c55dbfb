/**
 * A UUID version 7 (RFC 9562): 48 bits of `at` in milliseconds, then random bits, so that ids sort by time of making.
 * The time is handed in: the wall clock belongs to the database alone (`Tx.now`).
 */
export function uuidv7(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  // Version 4 has its random bits where version 7 has them, and Node draws them in stock.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ofNoOne = /^(0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12})$/i;

/** A UUID of any version, in either letters, but for nil and max, which are nobody's (RFC 9562, 4, 5.9, 5.10). */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && uuid.test(value) && !ofNoOne.test(value);
