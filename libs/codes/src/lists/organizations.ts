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
