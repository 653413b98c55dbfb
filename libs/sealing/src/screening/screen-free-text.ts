import type { Bilingual } from '#libs/kernel';

/** What a free text must not hold (R13), by kind; in the order in which a text is judged. */
export const identifyingKinds = {
  email: { en: 'an e-mail address', fr: 'une adresse courriel' },
  telephone: { en: 'a telephone number', fr: 'un numéro de téléphone' },
  sin: { en: 'a social insurance number', fr: 'un numéro d’assurance sociale' },
  uci: { en: 'an IRCC client number (UCI)', fr: 'un identificateur unique de client d’IRCC (IUC)' },
  postal_code: { en: 'a postal code', fr: 'un code postal' },
} as const satisfies Record<string, Bilingual>;
export type IdentifyingKind = keyof typeof identifyingKinds;

/** Where something identifying stands, and of what kind; never what. */
export interface Finding {
  readonly kind: IdentifyingKind;
  /** Index of its first character, as JavaScript counts. */
  readonly start: number;
  /** Index behind its last. */
  readonly end: number;
}

/** What people put between the digits of a number. */
const gap = String.raw`[ ./()-]{0,4}`;
const digits = (count: number) =>
  Array<string>(count)
    .fill(String.raw`\d`)
    .join(gap);
const alone = (pattern: string) => new RegExp(String.raw`(?<!\d)(?=(${pattern})(?!\d))`, 'g');

const patterns: readonly { kind: IdentifyingKind; pattern: RegExp; holds?(found: string): boolean }[] = [
  {
    kind: 'email',
    pattern:
      /(?=([\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]+ ?(?:@|[([] ?at ?[)\]]) ?[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+))/gu,
  },
  // North America: area and exchange begin with 2 to 9.
  {
    kind: 'telephone',
    pattern: alone(String.raw`(?:1${gap})?[2-9]${gap}${digits(2)}${gap}[2-9]${gap}${digits(6)}`),
  },
  // Elsewhere (E.164): a plus or the prefix that is dialled, and 7 to 15 digits.
  { kind: 'telephone', pattern: new RegExp(String.raw`(?=(\+${gap}[1-9](?:${gap}\d){6,14}))`, 'g') },
  {
    kind: 'telephone',
    pattern: alone(String.raw`(?:0${gap}0|0${gap}1${gap}1)${gap}[1-9](?:${gap}\d){7,14}`),
  },
  { kind: 'sin', pattern: alone(digits(9)), holds: passesLuhn },
  // The forms that IRCC prints: 1234-5678 and 12-3456-7890, with or without what is between.
  { kind: 'uci', pattern: alone(String.raw`(?:\d\d${gap})?\d{4}${gap}\d{4}`) },
  {
    kind: 'postal_code',
    pattern: new RegExp(
      String.raw`(?=([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]${gap}\d[ABCEGHJ-NPRSTV-Z]\d)(?!\d))`,
      'gi',
    ),
  },
];

const year = '(?:19|20)\\d\\d';
const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
/** Dates and spans of years are read as such, and not as a part of a number; eight digits in a row are a number. */
const dates = new RegExp(
  `(?<!\\d)(?:${year}([-./ ])${month}\\1${day}|${day}([-./ ])${month}\\2${year}|${year} ?[-/] ?${year})(?!\\d)`,
  'g',
);

/**
 * Finds what identifies a person in a text: telephone numbers, e-mail addresses, social insurance and IRCC client numbers,
 * Canadian postal codes (R13), however they are spaced, with digits of any script. It finds what was written by mistake; who
 * wants to hide a number from it can.
 */
export function screenFreeText(text: string): readonly Finding[] {
  const { plain, places } = plainly(text);
  const screened = plain.replace(dates, (date) => '_'.repeat(date.length));
  const findings: Finding[] = [];
  for (const { kind, pattern, holds } of patterns) {
    for (const match of screened.matchAll(pattern)) {
      const found = match[1]!;
      if (holds && !holds(found)) continue;
      const start = places[match.index]!;
      const end = places[match.index + found.length - 1]! + 1;
      // A part of what was found already tells nothing new.
      if (findings.some((other) => other.start <= start && end <= other.end)) continue;
      findings.push({ kind, start, end });
    }
  }
  return findings.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** The text with plain digits, spaces and dashes, without what is not seen; and where each character stood. */
function plainly(text: string): { plain: string; places: readonly number[] } {
  let plain = '';
  const places: number[] = [];
  let index = 0;
  for (const character of text) {
    for (const part of character.normalize('NFKC')) {
      const written = plainOf(part);
      plain += written;
      for (let unit = 0; unit < written.length; unit += 1) places.push(index);
    }
    index += character.length;
  }
  return { plain, places };
}

function plainOf(character: string): string {
  if (/\p{Nd}/u.test(character)) return String(digitOf(character));
  if (/\p{Cf}/u.test(character)) return '';
  if (/[\s\p{Z}]/u.test(character)) return ' ';
  if (/[\p{Pd}\u2212]/u.test(character)) return '-';
  return character;
}

/** The digits of a script stand in a row, from zero on. */
function digitOf(character: string): number {
  const code = character.codePointAt(0)!;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

function passesLuhn(written: string): boolean {
  const sum = [...written.replace(/\D/g, '')].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum > 0 && sum % 10 === 0;
}
