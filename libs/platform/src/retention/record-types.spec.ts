import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseRetention, recordTypes } from './record-types.js';

function read(written: string) {
  const faults: string[] = [];
  return { days: parseRetention(written, (text) => faults.push(text)), faults };
}

describe('retention (R18)', () => {
  it('is by record type, and by configuration', () => {
    expect(read('')).toEqual({ days: recordTypes, faults: [] });
    expect(read('delivery=30, feed_event=400')).toEqual({
      days: { ...recordTypes, delivery: 30, feed_event: 400 },
      faults: [],
    });
  });

  it.each([
    ['audit=1', 'RETENTION_DAYS names "audit": the types are idempotency_key, parked_event,'],
    ['delivery=0', 'RETENTION_DAYS must give "delivery" a number of days, 1 or more.'],
    ['delivery=soon', 'RETENTION_DAYS must give "delivery" a number of days, 1 or more.'],
    ['delivery', 'RETENTION_DAYS must give "delivery" a number of days, 1 or more.'],
    ['__proto__=1', 'RETENTION_DAYS names "__proto__"'],
  ])('does not take %s, and says what it takes', (written, fault) => {
    expect(read(written)).toEqual({ days: recordTypes, faults: [expect.stringContaining(fault)] });
  });

  it('is in docs/privacy.md as it is in the code, each type once', () => {
    const page = readFileSync(join(process.cwd(), 'docs/privacy.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| (\d+) +\|/gm)].map(([, type, days]) => [
      type,
      Number(days),
    ]);
    expect(rows).toEqual(Object.entries(recordTypes));
  });
});
