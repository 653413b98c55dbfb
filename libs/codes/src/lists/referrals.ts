import { codeList, type CodeEntry, type CodeLine, type CodeList } from '../code-list.js';

export const serviceTypes = codeList('service-type', '2026-11-01', [
  ['shelter', 'Shelter', 'Hébergement'],
  ['counselling', 'Counselling', 'Counseling'],
  ['legal', 'Legal services', 'Services juridiques'],
  ['health', 'Health care', 'Soins de santé'],
  ['other', 'Other', 'Autre'],
]);

/** R31: a reason says whose side it is on. */
export interface SidedReason extends CodeEntry {
  readonly side: 'provider' | 'person';
}

function sided(
  name: string,
  version: string,
  reasons: Record<SidedReason['side'], readonly CodeLine[]>,
): CodeList<SidedReason> {
  const of = (side: SidedReason['side']) =>
    codeList(name, version, reasons[side]).codes.map((entry) => ({ ...entry, side }));
  return { name, version, codes: [...of('provider'), ...of('person')] };
}

export const referralDeclineReasons = sided('referral-decline-reason', '2026-11-01', {
  provider: [
    ['no_capacity', 'No capacity', 'Aucune capacité'],
    ['not_eligible', 'Not eligible', 'Non admissible'],
    ['outside_area', 'Outside our area', 'Hors de notre secteur'],
    ['unsafe', 'Unsafe for the person or others', 'Dangereux pour la personne ou pour autrui'],
    ['other', 'Other', 'Autre'],
  ],
  person: [
    ['person_declined', 'The person does not want it', 'La personne n’en veut pas'],
    ['lost_contact', 'Contact was lost', 'Contact perdu'],
  ],
});

export const referralCancelReasons = sided('referral-cancel-reason', '2026-11-01', {
  provider: [
    ['request_withdrawn', 'The liaison request was withdrawn', 'La demande de liaison a été retirée'],
    ['other_service_found', 'Another service was found', 'Un autre service a été trouvé'],
    ['other', 'Other', 'Autre'],
  ],
  person: [
    ['person_declined', 'The person does not want it', 'La personne n’en veut pas'],
    ['lost_contact', 'Contact was lost', 'Contact perdu'],
  ],
});

/** R32: how a referral ended. */
export const outcomes = codeList('outcome', '2026-11-01', [
  ['connected', 'Connected', 'Mise en relation'],
  ['served', 'Served', 'Service rendu'],
  ['not_served', 'Not served', 'Service non rendu'],
  ['lost_contact', 'Contact was lost', 'Contact perdu'],
  ['person_declined', 'The person does not want it', 'La personne n’en veut pas'],
]);
