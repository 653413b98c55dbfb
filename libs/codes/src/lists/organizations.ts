import { codeList } from '../code-list.js';

/** Domain 1, and the liaison office itself. */
export const organizationTypes = codeList('organization-type', '2026-11-01', [
  ['liaison_office', 'Liaison office', 'Bureau de liaison'],
  ['regional_hub', 'Regional hub', 'Carrefour régional'],
  ['ngo', 'Non-governmental organization', 'Organisation non gouvernementale'],
  ['shelter', 'Shelter', 'Refuge'],
  ['legal', 'Legal services', 'Services juridiques'],
  ['health', 'Health services', 'Services de santé'],
  ['labour_union', 'Labour union', 'Syndicat'],
  ['municipality', 'Municipality', 'Municipalité'],
  ['provincial_office', 'Provincial or territorial office', 'Bureau provincial ou territorial'],
  ['federal_department', 'Federal department', 'Ministère fédéral'],
  ['police', 'Police', 'Police'],
  ['indigenous_government', 'Indigenous government', 'Gouvernement autochtone'],
  ['indigenous_organization', 'Indigenous organization', 'Organisation autochtone'],
  ['research', 'Research', 'Recherche'],
  ['advisor_network', 'Network of advisors', 'Réseau de personnes-conseils'],
  ['other', 'Other', 'Autre'],
]);

/** Departments whose members enforce the law: a police force, and the enforcement at the border. */
const enforcementDepartments: readonly string[] = ['RCMP', 'CBSA'];

/** R4: whether what is linked to a person never goes to an organization by subscription. */
export function isEnforcement(organizationType: string, departmentCode: string | null): boolean {
  return organizationType === 'police' || enforcementDepartments.includes(departmentCode ?? '');
}

/** Why the office suspends or ends an organization's part in the hub (R65); the last one is the timer's. */
export const standingReasons = codeList('standing-reason', '2026-11-26', [
  ['asked_by_organization', 'The organization asked for it', 'L’organisation l’a demandé'],
  ['application_declined', 'The application was declined', 'La demande a été refusée'],
  ['agreement_breached', 'The agreement was not kept', 'L’entente n’a pas été respectée'],
  ['security_incident', 'A security incident', 'Un incident de sécurité'],
  ['other', 'Other', 'Autre'],
  ['agreement_lapsed', 'The agreement ran out', 'L’entente est arrivée à terme'],
]);

/** Roles that only organizations of these types have (R65); every other role is open to all. */
const typesOfRole: Readonly<Record<string, readonly string[]>> = {
  liaison_officer: ['liaison_office'],
  hub_coordinator: ['regional_hub'],
  department_officer: ['federal_department'],
  municipal_officer: ['municipality'],
};

/** R65: whether members of an organization of this type may hold the role. */
export function roleFits(role: string, organizationType: string): boolean {
  return typesOfRole[role]?.includes(organizationType) ?? true;
}
