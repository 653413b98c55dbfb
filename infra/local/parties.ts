import type { Bilingual, Role } from '#libs/kernel';
import type { Secrets } from './secrets.js';

/** The invented organizations of the demonstration; none of them is a real one. */
export interface DemonstrationOrganization {
  readonly id: string;
  readonly name: Bilingual;
  readonly type: string;
  readonly departmentCode?: string;
  readonly regionCodes?: readonly string[];
  /** Names under which its members and systems get tokens. */
  readonly clients: readonly string[];
}

const id = (number: number) => `01900000-0000-7000-8000-0000000000${String(number).padStart(2, '0')}`;

export const organizations: readonly DemonstrationOrganization[] = [
  {
    id: id(1),
    type: 'liaison_office',
    name: { en: 'Liaison Office (demonstration)', fr: 'Bureau de liaison (démonstration)' },
    clients: ['officer', 'admin', 'auditor', 'privacy-office'],
  },
  {
    id: id(2),
    type: 'ngo',
    name: { en: 'North Star Support Network', fr: 'Réseau de soutien Étoile du Nord' },
    clients: ['ngo', 'partner', 'privacy', 'ngo-admin'],
  },
  {
    id: id(3),
    type: 'ngo',
    name: { en: 'Riverbend Outreach', fr: 'Intervention Riverbend' },
    clients: ['ngo-2', 'ngo-2-system'],
  },
  {
    id: id(4),
    type: 'regional_hub',
    name: { en: 'Ontario Regional Hub', fr: 'Carrefour régional de l’Ontario' },
    regionCodes: ['CA-ON'],
    clients: ['hub-coordinator'],
  },
  {
    id: id(5),
    type: 'shelter',
    name: { en: 'Maple Gate Shelters', fr: 'Refuges Porte d’Érable' },
    clients: ['provider', 'importer'],
  },
  {
    id: id(6),
    type: 'shelter',
    name: { en: 'Lakeside Rooms', fr: 'Chambres du Lac' },
    clients: ['provider-2'],
  },
  {
    id: id(7),
    type: 'federal_department',
    departmentCode: 'PS',
    name: { en: 'Public Safety Canada (demonstration)', fr: 'Sécurité publique Canada (démonstration)' },
    clients: ['department'],
  },
  {
    id: id(8),
    type: 'other',
    name: { en: 'Open Prairie Data', fr: 'Données de la Prairie' },
    clients: ['partner-2'],
  },
];

/** The liaison office operates the hub. */
export const officeOrganizationId = id(1);

/** Of the organization whose client this is. */
export function idOf(client: string): string {
  return organizations.find((organization) => organization.clients.includes(client))!.id;
}

const roleOf: Readonly<Record<string, Role>> = {
  ngo: 'ngo_worker',
  'ngo-2': 'ngo_worker',
  officer: 'liaison_officer',
  'hub-coordinator': 'hub_coordinator',
  provider: 'provider_worker',
  'provider-2': 'provider_worker',
  department: 'department_officer',
  partner: 'partner_system',
  'partner-2': 'partner_system',
  importer: 'importer',
  admin: 'admin',
  auditor: 'auditor',
  privacy: 'privacy_officer',
  'privacy-office': 'privacy_officer',
  'ngo-2-system': 'partner_system',
  'ngo-admin': 'admin',
};

export interface DemonstrationClient {
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string;
  readonly memberId: string;
}

/** Who can get a token of the local identity provider. */
export const clients: readonly DemonstrationClient[] = Object.entries(roleOf).map(([name, role], index) => ({
  name,
  role,
  organizationId: idOf(name),
  memberId: id(50 + index),
}));

/** What the local identity provider knows its clients by, as JSON. */
export function clientSecrets(secrets: Secrets): string {
  return JSON.stringify({
    cookies: secrets.of('cookies'),
    ...Object.fromEntries(clients.map(({ name }) => [name, secrets.of(`client ${name}`)])),
  });
}
