import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exhaustive, Refusal, refusal, uuidv7 } from './index.js';

describe('uuidv7 (RFC 9562)', () => {
  const anyTime = fc.date({ min: new Date(0), max: new Date('2500-01-01'), noInvalidDate: true });

  it('has version 7 and the variant, whatever the time', () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        expect(uuidv7(time)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('carries its time, so that ids sort by the moment of their making', () => {
    fc.assert(
      fc.property(anyTime, anyTime, (one, other) => {
        expect(parseInt(uuidv7(one).replaceAll('-', '').slice(0, 12), 16)).toBe(one.getTime());
        fc.pre(one.getTime() < other.getTime());
        expect(uuidv7(one) < uuidv7(other)).toBe(true);
      }),
    );
  });

  it('is never the same twice', () => {
    const time = new Date('2026-11-24T03:00:00.000Z');
    expect(new Set(Array.from({ length: 10_000 }, () => uuidv7(time))).size).toBe(10_000);
  });
});

describe('a refusal', () => {
  const nothing = refusal(
    'hold/nothing-available',
    'conflict',
    'No unit is free.',
    'Aucune place n’est libre.',
  );

  it('says its code, its kind, both titles, and what to point at', () => {
    const refused = new Refusal(nothing, { pointer: '/resourceId', facts: { free: 0 } });
    expect(refused).toBeInstanceOf(Error);
    expect(refused).toMatchObject({
      code: 'hold/nothing-available',
      kind: 'conflict',
      titles: { en: 'No unit is free.', fr: 'Aucune place n’est libre.' },
      more: { pointer: '/resourceId', facts: { free: 0 } },
    });
  });

  it('a case that nobody handled names it', () => {
    expect(() => exhaustive('new' as never)).toThrow('"new"');
  });
});
