import type { Bilingual } from '#libs/kernel';
import type { Static, TObject } from 'typebox';

/**
 * One published event: the schema of its `data`, where it travels and what it means.
 * `data` holds identifiers, states and codes only; no name, birth date, phone, address, document number or free text (R12).
 */
export interface Contract<Type extends string = string, Data extends TObject = TObject> {
  /** `<app>.<event>.v<major>` */
  readonly type: Type;
  /** `<app>.<aggregate>`; the record's key is the aggregate's id. */
  readonly topic: string;
  /** The aggregate whose published events are numbered 1, 2, 3 ... in `sequence`. */
  readonly aggregate: string;
  readonly description: Bilingual;
  /** `parties`: organizations that are party to the aggregate get it as webhook and feed; `apps`: it stays between apps. */
  readonly audience: 'parties' | 'apps';
  readonly data: Data;
  /** Golden examples: kept for ever, checked against the schema by the build. */
  readonly examples: readonly [Static<Data>, ...Static<Data>[]];
}

export type DataOf<C extends Contract> = Static<C['data']>;

export function contract<const Type extends string, Data extends TObject>(
  definition: Contract<Type, Data>,
): Contract<Type, Data> {
  return definition;
}
