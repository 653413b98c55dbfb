import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';

export const OrganizationSuspended = contract({
  type: 'directory.organization-suspended.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'The liaison office suspended an organization: its members are refused (R65).',
    fr: 'Le bureau de liaison a suspendu une organisation : ses membres sont refusés (R65).',
  },
  data: Type.Object({
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [{ reasonCode: 'security_incident' }],
});
