import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';

export const OrganizationApplied = contract({
  type: 'directory.organization-applied.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'An organization applied; its members may do nothing yet (R65).',
    fr: 'Une organisation a présenté sa demande; ses membres ne peuvent encore rien faire (R65).',
  },
  data: Type.Object({
    organizationType: Code('Type of organization', 'Type d’organisation'),
  }),
  examples: [{ organizationType: 'ngo' }],
});
