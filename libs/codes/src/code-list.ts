import type { Bilingual } from '#libs/kernel';

export interface CodeEntry {
  readonly code: string;
  readonly label: Bilingual;
}

/** A closed list of codes with their names in both languages (R60); `version` is the day on which it was last changed (R63). */
export interface CodeList<Entry extends CodeEntry = CodeEntry> {
  readonly name: string;
  readonly version: string;
  readonly codes: readonly Entry[];
}

/** `[code, English, French]`, one a line. */
export type CodeLine = readonly [code: string, en: string, fr: string];

export function codeList(name: string, version: string, lines: readonly CodeLine[]): CodeList {
  return { name, version, codes: lines.map(([code, en, fr]) => ({ code, label: { en, fr } })) };
}

export function codesOf(list: CodeList): string[] {
  return list.codes.map((entry) => entry.code);
}

export function isCode(list: CodeList, value: string): boolean {
  return list.codes.some((entry) => entry.code === value);
}

/** The names of a code; the code itself where a newer list made it. */
export function labelOf(list: CodeList, code: string): Bilingual {
  return list.codes.find((entry) => entry.code === code)?.label ?? { en: code, fr: code };
}

/** R63: what comes in and is not known is kept as `other`, not refused. */
export function codeOrOther(list: CodeList, value: string): string {
  return isCode(list, value) ? value : 'other';
}
