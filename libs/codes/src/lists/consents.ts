import type { Bilingual } from '#libs/kernel';
import { codeList, type CodeEntry, type CodeList } from '../code-list.js';

/** What a person may agree that their data is used for. */
export const consentPurposes = codeList('consent-purpose', '2026-11-25', [
  ['referral', 'To refer you to a service', 'Vous aiguiller vers un service'],
  ['housing', 'To find you a place to stay', 'Vous trouver un lieu où loger'],
  ['liaison', 'To ask the liaison office for you', 'Faire une demande au bureau de liaison pour vous'],
  [
    'linking',
    'To know that the person at two organizations is you (R14)',
    'Savoir que la personne suivie par deux organisations est vous (R14)',
  ],
]);

/** What about a person may be shown; each is agreed to by itself. */
export const dataClasses = codeList('data-class', '2026-11-25', [
  ['needs', 'What you need, as codes', 'Ce dont vous avez besoin, sous forme de codes'],
  ['age_band', 'Your age group, not your birth date', 'Votre groupe d’âge, pas votre date de naissance'],
  ['safety', 'What keeps you safe, as codes', 'Ce qui assure votre sécurité, sous forme de codes'],
  [
    'contact_preferences',
    'How and when it is safe to reach you, not your number',
    'Comment et quand vous joindre sans danger, pas votre numéro',
  ],
  ['note', 'A short note that your worker writes', 'Une courte note rédigée par votre intervenante'],
  ['status', 'How far the help has come', 'Où en est l’aide'],
]);

/**
 * R10: what a person is told before they agree. The seven points are those of the HTCDS consent guidance (UNMigration/HTCDS,
 * field standards 2.0); the third also names what R4 asks for.
 */
export const explainedPoints = codeList('explained-point', '2026-11-25', [
  [
    'voluntary',
    'You choose whether to take part; without your agreement you still get shelter and information',
    'Vous choisissez de participer ou non; sans votre accord, vous avez quand même droit à l’hébergement et à l’information',
  ],
  ['purpose', 'Why this is asked', 'Pourquoi on vous le demande'],
  [
    'use',
    'Who will use it and for what, now and later; what a federal office holds can be demanded under the Privacy Act or the Access to Information Act',
    'Qui s’en servira et pourquoi, maintenant et plus tard; ce que détient un bureau fédéral peut être exigé en vertu de la Loi sur la protection des renseignements personnels ou de la Loi sur l’accès à l’information',
  ],
  [
    'research',
    'Counts that do not point to you may be used for research',
    'Des nombres qui ne permettent pas de vous reconnaître peuvent servir à la recherche',
  ],
  [
    'access',
    'You may ask at any time what is held about you, and who saw it',
    'Vous pouvez demander en tout temps ce qui est conservé à votre sujet, et qui l’a vu',
  ],
  ['retention', 'How long it is kept', 'Combien de temps c’est conservé'],
  [
    'withdrawal',
    'You may take your agreement back at any time, and how',
    'Vous pouvez retirer votre accord en tout temps, et comment',
  ],
]);

export const howConsentIsGiven = codeList('how-consent-is-given', '2026-11-25', [
  ['spoken', 'Spoken, face to face', 'De vive voix, en personne'],
  ['written', 'In writing', 'Par écrit'],
  ['telephone', 'Spoken, by telephone or video', 'De vive voix, par téléphone ou vidéo'],
  ['interpreted', 'Spoken, through an interpreter', 'De vive voix, par interprète'],
]);

/** A law that demands that something is told without the person's agreement, and since when it does. */
export interface LegalBasis extends CodeEntry {
  readonly law: Bilingual;
  /** First day, `YYYY-MM-DD`, on which a decision may rest on it here. */
  readonly from: string;
  /** The law is the province's own: `rules/children.ts` names it. */
  readonly isProvincial: boolean;
}

/** Laws that demand, not laws that merely allow. The section is cited with each exception. */
export const legalBases: CodeList<LegalBasis> = {
  name: 'legal-basis',
  version: '2026-11-25',
  codes: [
    {
      code: 'child_protection',
      label: {
        en: 'Duty to report that a child needs protection',
        fr: 'Devoir de signaler qu’un enfant a besoin de protection',
      },
      law: {
        en: 'The province’s child protection law',
        fr: 'La loi de la province sur la protection de l’enfance',
      },
      from: '2018-04-30',
      isProvincial: true,
    },
    {
      code: 'court_order',
      label: { en: 'Order of a court or tribunal', fr: 'Ordonnance d’une cour ou d’un tribunal' },
      law: {
        en: 'Personal Information Protection and Electronic Documents Act, S.C. 2000, c. 5, s. 7(3)(c)',
        fr: 'Loi sur la protection des renseignements personnels et les documents électroniques, L.C. 2000, ch. 5, al. 7(3)c)',
      },
      from: '2001-01-01',
      isProvincial: false,
    },
    {
      code: 'production_order',
      label: { en: 'Production order', fr: 'Ordonnance de communication' },
      law: {
        en: 'Criminal Code, R.S.C. 1985, c. C-46, s. 487.014',
        fr: 'Code criminel, L.R.C. 1985, ch. C-46, art. 487.014',
      },
      from: '2015-03-09',
      isProvincial: false,
    },
    {
      code: 'search_warrant',
      label: { en: 'Search warrant', fr: 'Mandat de perquisition' },
      law: {
        en: 'Criminal Code, R.S.C. 1985, c. C-46, s. 487',
        fr: 'Code criminel, L.R.C. 1985, ch. C-46, art. 487',
      },
      from: '1985-12-04',
      isProvincial: false,
    },
  ],
};

/** What a second person found, who looked at a legal exception afterwards. */
export const exceptionVerdicts = codeList('exception-verdict', '2026-11-25', [
  ['upheld', 'The law demanded it', 'La loi l’exigeait'],
  ['not_upheld', 'The law did not demand it', 'La loi ne l’exigeait pas'],
]);

/** R15: what a child says to it, recorded whoever decides. */
export const childViews = codeList('child-view', '2026-11-25', [
  ['agrees', 'The child agrees', 'L’enfant est d’accord'],
  ['disagrees', 'The child does not agree', 'L’enfant n’est pas d’accord'],
  ['not_known', 'The child could not be asked', 'L’enfant n’a pas pu être consulté'],
]);

export const consentDeciders = codeList('consent-decider', '2026-11-25', [
  ['child', 'The child', 'L’enfant'],
  ['guardian', 'Who has parental authority', 'La personne ayant l’autorité parentale'],
]);
