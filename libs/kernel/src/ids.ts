/**
 * A UUID version 7 (RFC 9562): 48 bits of `at` in milliseconds, then random bits, so that ids sort by time of making.
 * The time is handed in: the wall clock belongs to the database alone (`Tx.now`).
 */
export function uuidv7(at: Date): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let milliseconds = at.getTime();
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = milliseconds % 256;
    milliseconds = Math.floor(milliseconds / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ofNoOne = /^(0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12})$/i;

/** A UUID of any version, in either letters, but for nil and max, which are nobody's (RFC 9562, 4, 5.9, 5.10). */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && uuid.test(value) && !ofNoOne.test(value);
