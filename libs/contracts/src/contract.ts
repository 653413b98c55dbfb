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
  /**
   * `parties`: organizations that are party to the aggregate get it as webhook and feed; `public`: so do they, and whoever
   * subscribes to public notices gets what `notice` lets out; `apps`: it stays between apps.
   */
  readonly audience: 'parties' | 'public' | 'apps';
  /** It tells of one person's case, if only by its id: police and border enforcement never get it by subscription (R4). */
  readonly personLinked?: true;
  /** For the audience `public`: the fields that a public notice may hold, and how. A field that is not named is left out. */
  readonly notice?: Readonly<Record<string, NoticeField>>;
  /**
   * Its topic is kept for an hour alone: the event stands in no log, has no versions and may be lost or come twice, and
   * whoever hears it later hears a newer one.
   */
  readonly isFleeting?: true;
  readonly data: Data;
  /** Golden examples: kept for ever, checked against the schema by the build. */
  readonly examples: readonly [Static<Data>, ...Static<Data>[]];
}

/** `alias`: an id, as an alias made for the subscription; `province`, `provinces`: no region below the province; `code`: as it is. */
type NoticeField = 'alias' | 'province' | 'provinces' | 'code';

export type DataOf<C extends Contract> = Static<C['data']>;

export function contract<const Type extends string, Data extends TObject>(
  definition: Contract<Type, Data>,
): Contract<Type, Data> {
  return definition;
}
