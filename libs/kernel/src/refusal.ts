import type { Bilingual } from './bilingual.js';

/** What went wrong, in the words of HTTP's families; `platform` alone knows the status number. */
export type RefusalKind =
  | 'malformed'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'unprocessable'
  | 'precondition_failed'
  | 'too_many'
  | 'unavailable';

export interface RefusalDefinition {
  /** Stable, `<aggregate>/<reason>`: partners program against it. */
  readonly code: string;
  readonly kind: RefusalKind;
  /** For the person who reads it: what happened, to which thing, what to do (R60: both languages). */
  readonly titles: Bilingual;
}

export interface RefusalDetail {
  /** More about this one case, in English; never anything about a person. */
  readonly detail?: string;
  /** JSON pointer (RFC 6901) to the field of the request that was refused. */
  readonly pointer?: string;
  /** Further members of the problem document (RFC 9457, 3.2), such as an existing id. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A rule said no. Thrown by decisions; one filter turns it into problem+json (RFC 9457). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly kind: RefusalKind;
  readonly titles: Bilingual;

  constructor(
    definition: RefusalDefinition,
    readonly more: RefusalDetail = {},
  ) {
    super(`${definition.code}: ${more.detail ?? definition.titles.en}`);
    this.code = definition.code;
    this.kind = definition.kind;
    this.titles = definition.titles;
  }
}

/** Declares a refusal: `const nothingAvailable = refusal('hold/nothing-available', 'conflict', 'No unit ...', 'Aucune ...')`. */
export function refusal(code: string, kind: RefusalKind, en: string, fr: string): RefusalDefinition {
  return { code, kind, titles: { en, fr } };
}
