/** The access roles of R65. */
export const roles = [
  'ngo_worker',
  'privacy_officer',
  'importer',
  'liaison_officer',
  'hub_coordinator',
  'provider_worker',
  'department_officer',
  'advisor',
  'municipal_officer',
  'partner_system',
  'auditor',
  'admin',
] as const;
export type Role = (typeof roles)[number];
