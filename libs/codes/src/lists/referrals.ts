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

/** R12: the nearest that is told of a person’s age. The young bands end where provinces’ duties to report and consent begin (R15). */
export const ageBands = codeList('age-band', '2026-11-01', [
  ['under_12', 'Under 12', 'Moins de 12 ans'],
  ['12_to_15', '12 to 15', 'De 12 à 15 ans'],
  ['16_to_17', '16 or 17', '16 ou 17 ans'],
  ['18_to_24', '18 to 24', 'De 18 à 24 ans'],
  ['25_to_39', '25 to 39', 'De 25 à 39 ans'],
  ['40_to_59', '40 to 59', 'De 40 à 59 ans'],
  ['60_and_over', '60 and over', '60 ans et plus'],
  ['unknown', 'Not known', 'Non connu'],
]);

/** R11: why a referral that was not accepted yet came to nothing. */
export const referralWithdrawalReasons = codeList('referral-withdrawal-reason', '2026-11-01', [
  ['consent_withdrawn', 'The person withdrew their consent', 'La personne a retiré son consentement'],
  ['consent_expired', 'The consent expired', 'Le consentement est arrivé à échéance'],
  ['exception_not_upheld', 'The legal exception was not upheld', 'L’exception légale n’a pas été maintenue'],
  ['person_erased', 'The person asked to be erased', 'La personne a demandé à être effacée'],
]);
