import type { Bilingual } from '#libs/kernel';
import { writtenTime } from './written-time.js';

/** One line of "who saw my file", as the person is told. */
export interface Access {
  readonly at: Date;
  readonly isRead: boolean;
  readonly recordType: string;
  /** What was done where it was changed, in the words of the events. */
  readonly deeds: readonly Bilingual[];
  /** null: the hub itself, by its rules. */
  readonly by: {
    readonly isOwner: boolean;
    readonly kind: Bilingual | null;
    readonly role: Bilingual;
  } | null;
  readonly basis:
    | { readonly kind: 'consent'; readonly from: Date }
    | {
        readonly kind: 'law';
        readonly law: Bilingual;
        readonly basis: Bilingual;
        readonly citation: string;
      }
    | null;
}

const records: Readonly<Record<string, Bilingual>> = {
  referral: { en: 'your referral', fr: 'votre aiguillage' },
  grant: { en: 'your consent', fr: 'votre consentement' },
  legal_exception: {
    en: 'the record of a law that demands to tell about you',
    fr: 'l’inscription d’une loi qui exige de parler de vous',
  },
  participant: { en: 'your request to be erased', fr: 'votre demande d’effacement' },
  access_report: { en: 'this list', fr: 'cette liste' },
};
const otherRecord: Bilingual = { en: 'a record about you', fr: 'un dossier à votre sujet' };

/** Who read or changed what, when, in which role, and on what consent or law, in one plain sentence of each language (R17). */
export function sentenceOf(access: Access): Bilingual {
  return { en: inEnglish(access), fr: inFrench(access) };
}

function inEnglish({ at, isRead, recordType, deeds, by, basis }: Access): string {
  const kind = by?.kind ? ` (${by.kind.en})` : '';
  const who = by
    ? `a person with the role “${by.role.en}”, of ${by.isOwner ? 'the organization that helps you' : `another organization${kind}`},`
    : 'the hub itself, by its rules,';
  const what = `${isRead ? 'read' : 'changed'} ${(records[recordType] ?? otherRecord).en}${listOf(deeds.map(({ en }) => en))}`;
  const why = !basis
    ? ''
    : basis.kind === 'consent'
      ? `, on the consent that you gave from ${writtenTime(basis.from, null).en}`
      : `, without your consent, because a law demands it: ${basis.law.en} (${basis.basis.en}, ${basis.citation})`;
  return `On ${writtenTime(at, null).en}, ${who} ${what}${why}.`;
}

function inFrench({ at, isRead, recordType, deeds, by, basis }: Access): string {
  const kind = by?.kind ? ` (${by.kind.fr})` : '';
  const who = by
    ? `une personne ayant le rôle « ${by.role.fr} », ${by.isOwner ? 'de l’organisation qui vous aide' : `d’une autre organisation${kind}`},`
    : 'le carrefour lui-même, selon ses règles,';
  const what = `a ${isRead ? 'lu' : 'modifié'} ${(records[recordType] ?? otherRecord).fr}${listOf(deeds.map(({ fr }) => fr))}`;
  const why = !basis
    ? ''
    : basis.kind === 'consent'
      ? `, selon le consentement que vous avez donné à compter du ${writtenTime(basis.from, null).fr}`
      : `, sans votre consentement, parce qu’une loi l’exige : ${basis.law.fr} (${basis.basis.fr}, ${basis.citation})`;
  return `Le ${writtenTime(at, null).fr}, ${who} ${what}${why}.`;
}

const listOf = (deeds: readonly string[]) =>
  deeds.length === 0 ? '' : ` (${deeds.map((deed) => deed.replace(/\.$/, '')).join('; ')})`;
