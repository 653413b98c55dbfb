import type { Bilingual } from '#libs/kernel';
import { codeList, type CodeEntry, type CodeList } from '../code-list.js';

export interface LiaisonRequestKind extends CodeEntry {
  /** Whether the hub serves this kind today; the others are refused with a code. */
  readonly served: boolean;
}

const served = ['housing_gap'];

/** What may be asked of the liaison office (domain 1). */
export const liaisonRequestKinds: CodeList<LiaisonRequestKind> = (() => {
  const list = codeList('liaison-request-kind', '2026-11-01', [
    ['trp_support', 'Temporary resident permit', 'Permis de séjour temporaire'],
    ['family_abroad', 'Family outside Canada', 'Famille à l’étranger'],
    ['recruitment_fee', 'Recruitment fee', 'Frais de recrutement'],
    ['identification', 'Identification', 'Identification'],
    ['housing_gap', 'Housing gap', 'Manque d’hébergement'],
    ['labour_exploitation', 'Labour exploitation', 'Exploitation par le travail'],
    ['training_request', 'Training', 'Formation'],
    ['data_request', 'Data', 'Données'],
    ['bylaw_matter', 'By-law matter', 'Question de règlement municipal'],
    ['policy_gap', 'Gap in policy', 'Lacune dans les politiques'],
    ['survivor_input', 'Input of survivors', 'Apport de survivantes et survivants'],
    ['experience_shared', 'Experience shared', 'Expérience partagée'],
    ['safety_concern', 'Safety concern', 'Préoccupation de sécurité'],
    ['other', 'Other', 'Autre'],
  ]);
  return { ...list, codes: list.codes.map((kind) => ({ ...kind, served: served.includes(kind.code) })) };
})();

/** In rising order: triage may go up, not down (R22). */
export const urgencies = codeList('urgency', '2026-11-01', [
  ['routine', 'Routine', 'Courante'],
  ['urgent', 'Urgent', 'Urgente'],
  ['emergency', 'Emergency', 'Immédiate'],
]);

export const priorities = { ...urgencies, name: 'priority' };

/** Names of the federal departments and agencies that taskings go to. */
export const federalDepartments = codeList('federal-department', '2026-11-01', [
  ['PS', 'Public Safety Canada', 'Sécurité publique Canada'],
  ['RCMP', 'Royal Canadian Mounted Police', 'Gendarmerie royale du Canada'],
  ['CBSA', 'Canada Border Services Agency', 'Agence des services frontaliers du Canada'],
  ['IRCC', 'Immigration, Refugees and Citizenship Canada', 'Immigration, Réfugiés et Citoyenneté Canada'],
  ['ESDC', 'Employment and Social Development Canada', 'Emploi et Développement social Canada'],
  ['LAB', 'Labour Program', 'Programme du travail'],
  ['WAGE', 'Women and Gender Equality Canada', 'Femmes et Égalité des genres Canada'],
  ['JUS', 'Department of Justice Canada', 'Ministère de la Justice du Canada'],
  ['GAC', 'Global Affairs Canada', 'Affaires mondiales Canada'],
  ['ISC', 'Indigenous Services Canada', 'Services aux Autochtones Canada'],
  [
    'CIRNAC',
    'Crown-Indigenous Relations and Northern Affairs Canada',
    'Relations Couronne-Autochtones et Affaires du Nord Canada',
  ],
  ['STATCAN', 'Statistics Canada', 'Statistique Canada'],
  [
    'FINTRAC',
    'Financial Transactions and Reports Analysis Centre of Canada',
    'Centre d’analyse des opérations et déclarations financières du Canada',
  ],
  ['PSPC', 'Public Services and Procurement Canada', 'Services publics et Approvisionnement Canada'],
  ['PPSC', 'Public Prosecution Service of Canada', 'Service des poursuites pénales du Canada'],
]);

export const answerCodes = codeList('answer', '2026-11-01', [
  ['information_provided', 'Information provided', 'Renseignements fournis'],
  ['action_taken', 'Action taken', 'Mesure prise'],
  ['support_arranged', 'Support arranged', 'Soutien organisé'],
  ['not_in_mandate', 'Not in our mandate', 'Hors de notre mandat'],
  ['other', 'Other', 'Autre'],
]);

export const taskingDeclineReasons = codeList('tasking-decline-reason', '2026-11-01', [
  ['not_in_mandate', 'Not in our mandate', 'Hors de notre mandat'],
  ['no_authority', 'No authority to act', 'Aucun pouvoir d’agir'],
  ['duplicate', 'Answered elsewhere', 'Traité ailleurs'],
  ['other', 'Other', 'Autre'],
]);

export const liaisonDeclineReasons = codeList('liaison-decline-reason', '2026-11-01', [
  ['not_federal', 'Not a federal matter', 'Ne relève pas du fédéral'],
  ['duplicate', 'The same matter is under way', 'La même question est en cours'],
  ['cannot_be_served', 'Cannot be served', 'Ne peut être traitée'],
  ['other', 'Other', 'Autre'],
]);

/** R25: a declined request always names another route. */
export const liaisonAlternatives = codeList('liaison-alternative', '2026-11-01', [
  [
    'hotline',
    'Canadian Human Trafficking Hotline, 1-833-900-1010',
    'Ligne d’urgence canadienne contre la traite des personnes, 1-833-900-1010',
  ],
  ['regional_hub', 'A regional hub', 'Un carrefour régional'],
  ['province', 'The province or territory', 'La province ou le territoire'],
  ['municipality', 'The municipality', 'La municipalité'],
  ['other_request', 'A request of another kind', 'Une demande d’un autre genre'],
]);

/** R28: the hub is not an emergency service, and always says so. */
export const emergencyNumbers: { emergency: string; hotline: string; notice: Bilingual } = {
  emergency: '911',
  hotline: '1-833-900-1010',
  notice: {
    en: 'In danger, call 911. The Canadian Human Trafficking Hotline answers day and night: 1-833-900-1010.',
    fr: 'En cas de danger, composez le 911. La Ligne d’urgence canadienne contre la traite des personnes répond jour et nuit : 1-833-900-1010.',
  },
};
