import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { screenFreeText, type IdentifyingKind } from './screen-free-text.js';

const kindsIn = (text: string) => [...new Set(screenFreeText(text).map(({ kind }) => kind))];

/** Words with accents, dashes and punctuation: what surrounds a find. */
const words = fc
  .array(
    fc.constantFrom(
      'Éloïse',
      'à',
      'peut-être',
      'l’hébergement',
      'ça',
      'A-t-elle',
      '(oui)',
      '…',
      '北',
      'ñandú',
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(' '));
/** With a number beside it, a find may be taken for another kind; it is found all the same. */
const crowd = fc.constantFrom('', ' 3 nuits', ' 24 h', '-2', ' (5)');
const between = fc.constantFrom(
  '',
  ' ',
  '-',
  '.',
  ' - ',
  '\u00a0',
  '\u2011',
  '\u2013',
  '\u2009',
  '\u200b',
  '/',
);
const digit = fc.integer({ min: 0, max: 9 }).map(String);
const some = (count: number) =>
  fc.array(digit, { minLength: count, maxLength: count }).map((all) => all.join(''));
const highDigit = fc.integer({ min: 2, max: 9 }).map(String);
/** Digits as other keyboards write them: full width, Arabic-Indic, Devanagari. */
const script = fc.constantFrom(0x30, 0xff10, 0x0660, 0x0966);
const inScript = (text: string, zero: number) =>
  text.replace(/\d/g, (one) => String.fromCodePoint(zero + Number(one)));

/** Spreads groups of characters over a text, spaced and written in some way. */
const written = (groups: fc.Arbitrary<readonly string[]>) =>
  fc
    .tuple(words, groups, between, script, words)
    .map(([before, parts, gap, zero, after]) => `${before} ${inScript(parts.join(gap), zero)} ${after}`);

function luhnOf(eight: string): string {
  const sum = [...eight].reverse().reduce((total, one, index) => {
    const doubled = Number(one) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${eight}${(10 - (sum % 10)) % 10}`;
}

const nanp = fc
  .tuple(highDigit, some(2), highDigit, some(2), some(4))
  .map(([a, b, c, d, e]) => [a + b, c + d, e]);
const sin = fc
  .tuple(fc.integer({ min: 1, max: 7 }).map(String), some(7))
  .map(([first, rest]) => luhnOf(first + rest))
  .map((all) => [all.slice(0, 3), all.slice(3, 6), all.slice(6)]);
const postal = fc
  .tuple(
    fc.constantFrom(...'ABCEGHJKLMNPRSTVXY'),
    digit,
    fc.constantFrom(...'ABCEGHJKLMNPRSTVWXYZ'),
    digit,
    fc.constantFrom(...'ABCEGHJKLMNPRSTVWXYZ'),
    digit,
  )
  .map(([a, b, c, d, e, f]) => [a + b + c, d + e + f]);
/** Not such as a year or a date is written. */
const isNoDate = (first: string) => !/^(19|20)/.test(first);

/** Finds the kind, however it is written and whatever words stand around; and something, whatever numbers do. */
function isFound(kind: IdentifyingKind | 'any', text: fc.Arbitrary<string>): void {
  if (kind !== 'any') fc.assert(fc.property(text, (one) => expect(kindsIn(one)).toContain(kind)));
  fc.assert(
    fc.property(crowd, text, crowd, (before, one, after) =>
      expect(kindsIn(`${before} ${one.trim()}${after}`)).not.toEqual([]),
    ),
  );
}

describe('the screening of free text (R13)', () => {
  it('finds telephone numbers of North America', () => {
    isFound('telephone', written(nanp));
    isFound('telephone', written(nanp.map(([a, b, c]) => [`(${a})`, b!, c!])));
    isFound('telephone', written(nanp.map((parts) => ['1', ...parts])));
    isFound('telephone', written(nanp.map((parts) => ['+1', ...parts])));
    isFound('telephone', written(nanp.map((parts) => [...parts.join('')])));
  });

  it('finds telephone numbers of other countries', () => {
    isFound(
      'telephone',
      written(fc.tuple(highDigit, some(1), some(3), some(5)).map(([a, b, c, d]) => [`+${a}${b}`, c, d])),
    );
    isFound(
      'telephone',
      written(fc.tuple(highDigit, some(1), some(3), some(5)).map(([a, b, c, d]) => ['011', a + b, c, d])),
    );
    expect(kindsIn('＋５２ ５５ １２３４ ５６７８')).toEqual(['telephone']);
  });

  it('finds e-mail addresses, also with accents', () => {
    isFound(
      'email',
      fc
        .tuple(words, fc.emailAddress(), words)
        .map(([before, address, after]) => `${before} ${address} ${after}`),
    );
    for (const text of ['hélène.côté@foyer-été.ca', 'a @ b.ca', 'a(at)b.ca', 'Ａ＠ｂ．ca', 'e\u0301@b.ca'])
      expect(kindsIn(`écrire à ${text}, merci`)).toEqual(['email']);
  });

  it('finds social insurance numbers, and not any nine digits', () => {
    isFound('sin', written(sin.filter((parts) => isNoDate(parts[0]!))));
    expect(kindsIn('046 454 286')).toEqual(['sin']);
    expect(kindsIn('no 1, 046-454-286')).toEqual(['sin']);
    expect(kindsIn('046 454 287')).toEqual([]);
    expect(kindsIn('000 000 000')).toEqual([]);
  });

  it('finds client numbers of IRCC, of eight digits and of ten', () => {
    // Ten digits may be a telephone number as well.
    isFound('any', written(fc.tuple(some(2), some(4), some(4)).filter(([a]) => isNoDate(a))));
    isFound(
      'uci',
      written(
        fc
          .tuple(some(4), some(4))
          .filter(([a]) => isNoDate(a) && !/^(0[1-9]|[123]\d)(0[1-9]|1[012])/.test(a)),
      ),
    );
    expect(kindsIn('UCI 11-2345-6789')).toEqual(['uci']);
    expect(kindsIn('IUC 1234-5678')).toEqual(['uci']);
    // Without what stands between the parts of a date nobody can tell: a worker writes the date with dashes.
    isFound('uci', fc.integer({ min: 10_000_000, max: 99_999_999 }).map(String));
    expect(kindsIn('19850314')).toEqual(['uci']);
  });

  it('finds postal codes of Canada, in either case', () => {
    isFound('postal_code', written(postal));
    isFound('postal_code', written(postal.map((parts) => parts.map((part) => part.toLowerCase()))));
    expect(kindsIn('éM5V2T6é')).toEqual(['postal_code']);
    expect(kindsIn('D1A 1A1')).toEqual([]);
  });

  it('says where, and nothing of what', () => {
    const text = 'Écrire à a@b.ca ou ４１６ 555-1234.';
    const findings = screenFreeText(text);
    expect(findings).toEqual([
      { kind: 'email', start: 9, end: 15 },
      { kind: 'telephone', start: 19, end: 31 },
    ]);
    expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(['a@b.ca', '４１６ 555-1234']);
  });

  it('leaves alone what a note may say', () => {
    for (const text of [
      '',
      'Needs a room on the ground floor, for 2 adults and 3 children.',
      'Since 2026-11-25 14:00, at the latest 2026-12-01; budget 2025-2026.',
      'Depuis le 25/11/2026 à 9 h 30, 2 000,50 $ par mois.',
      'Rooms 12, 14 and 16; bus 501; 1 234 567 persons.',
      'IRPA 24(3), section 72(2)(b); SOR/2002-227.',
    ])
      expect({ text, found: screenFreeText(text) }).toEqual({ text, found: [] });
  });

  it('judges the longest text that is taken in a moment', () => {
    for (const text of [
      'a'.repeat(4_000),
      '1 '.repeat(2_000),
      'a@'.repeat(2_000),
      '+'.repeat(4_000),
      'A1A '.repeat(1_000),
    ]) {
      const startedAt = performance.now();
      screenFreeText(text);
      expect(performance.now() - startedAt).toBeLessThan(500);
    }
  });
});
