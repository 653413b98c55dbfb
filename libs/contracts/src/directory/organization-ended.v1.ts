import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';

export const OrganizationEnded = contract({
  type: 'directory.organization-ended.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'An organization’s part in the hub ended, by the office or with its agreement (R65).',
    fr: 'La participation d’une organisation a pris fin, par le bureau ou avec son entente (R65).',
  },
  data: Type.Object({
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [{ reasonCode: 'agreement_lapsed' }],
});
