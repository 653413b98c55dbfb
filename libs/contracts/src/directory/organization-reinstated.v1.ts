import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const OrganizationReinstated = contract({
  type: 'directory.organization-reinstated.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'A suspended organization is active again (R65).',
    fr: 'Une organisation suspendue est de nouveau active (R65).',
  },
  data: Type.Object({
    until: Time('Last moment of the agreement', 'Dernier moment de l’entente'),
  }),
  examples: [{ until: '2027-11-24T15:00:00.000Z' }],
});
