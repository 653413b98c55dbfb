import {
  consentPurposes,
  dataClasses,
  explainedPoints,
  isEnforcement,
  labelOf,
  organizationTypes,
} from '#libs/codes';
import { languages, type Bilingual, type Language } from '#libs/kernel';
import type { KnownOrganization } from './consent.js';
import type { Grant } from './grant.js';
import { writtenTime } from './written-time.js';

/** What a person is told about who will see what: before they agree, and on their own receipt. Plain words, both languages (R60). */
export interface Disclosure {
  readonly organizationId: string;
  readonly organizationType: Bilingual;
  readonly isEnforcement: boolean;
  /** One sentence: who sees what, and for what. */
  readonly sentence: Bilingual;
}

type Asked = Pick<Grant, 'purposes' | 'dataClasses'>;

const words = (list: typeof dataClasses, codes: readonly string[], language: Language) =>
  codes.map((code) => labelOf(list, code)[language]).join('; ');

export function disclosureTo(organization: KnownOrganization, asked: Asked): Disclosure {
  const organizationType = labelOf(organizationTypes, organization.type);
  return {
    organizationId: organization.id,
    organizationType,
    isEnforcement: isEnforcement(organization.type, organization.departmentCode),
    sentence: {
      en: `This organization (${organizationType.en}) will see: ${words(dataClasses, asked.dataClasses, 'en')}. What for: ${words(consentPurposes, asked.purposes, 'en')}.`,
      fr: `Cette organisation (${organizationType.fr}) verra : ${words(dataClasses, asked.dataClasses, 'fr')}. À quelles fins : ${words(consentPurposes, asked.purposes, 'fr')}.`,
    },
  };
}

const neverShown: Bilingual = {
  en: 'Nobody gets your name, birth date, telephone number, address or the number of a document through the hub.',
  fr: 'Personne ne reçoit par le carrefour votre nom, votre date de naissance, votre numéro de téléphone, votre adresse ni le numéro d’un document.',
};
const whoElse: Bilingual = {
  en: 'If nobody answers in time, the regional hub and the national level learn only which kind of service is sought, in which region and until when, unless you name them, too.',
  fr: 'Si personne ne répond à temps, le carrefour régional et l’échelon national n’apprennent que le type de service recherché, la région et l’échéance, à moins que vous les nommiez aussi.',
};
/** R7 */
const freeToRefuse: Bilingual = {
  en: 'You may say no, and you may take it back at any time. You still get emergency shelter and information.',
  fr: 'Vous pouvez refuser, et vous pouvez retirer votre accord en tout temps. Vous avez quand même droit à l’hébergement d’urgence et à l’information.',
};
/** R4 */
const heldByFederalOffices: Bilingual = {
  en: 'What a federal office holds can be demanded under the Privacy Act and the Access to Information Act.',
  fr: 'Ce que détient un bureau fédéral peut être exigé en vertu de la Loi sur la protection des renseignements personnels et de la Loi sur l’accès à l’information.',
};

/** What holds whoever the recipients are. */
export const alwaysTrue: readonly Bilingual[] = [neverShown, whoElse, freeToRefuse, heldByFederalOffices];

/** The person's own receipt: what they agreed to, until when, and how to take it back. */
export function receiptOf(grant: Grant, organizations: readonly KnownOrganization[]): Bilingual {
  const disclosures = organizations
    .filter(({ id }) => grant.recipients.includes(id))
    .map((organization) => disclosureTo(organization, grant));
  const [from, until] = [grant.from, grant.until].map((at) => writtenTime(at, grant.provinceCode)) as [
    Bilingual,
    Bilingual,
  ];
  const state: Bilingual =
    grant.status === 'live'
      ? { en: `It ends on ${until.en}.`, fr: `Il prend fin le ${until.fr}.` }
      : {
          en: 'It has ended: nobody is told anything more.',
          fr: 'Il a pris fin : plus rien n’est communiqué.',
        };
  const head: Bilingual = {
    en: `On ${from.en} you agreed that others are told something about you.`,
    fr: `Le ${from.fr}, vous avez accepté que d’autres apprennent quelque chose à votre sujet.`,
  };
  const explained: Bilingual = { en: 'What was explained to you:', fr: 'Ce qui vous a été expliqué :' };
  const howToWithdraw: Bilingual = {
    en: 'To take it back, wholly or in part, tell any worker of the organization that gave you this paper; you need give no reason.',
    fr: 'Pour le retirer, en tout ou en partie, dites-le à toute personne de l’organisation qui vous a remis ce papier; vous n’avez pas à donner de raison.',
  };
  const text = (language: Language) =>
    [
      head[language],
      state[language],
      ...disclosures.map(({ sentence }) => sentence[language]),
      ...alwaysTrue.map((sentence) => sentence[language]),
      explained[language],
      ...grant.explainedPoints.map((point) => `– ${labelOf(explainedPoints, point)[language]}.`),
      howToWithdraw[language],
    ].join('\n');
  const [en, fr] = languages.map(text);
  return { en: en!, fr: fr! };
}
