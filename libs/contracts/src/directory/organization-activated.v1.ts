import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const OrganizationActivated = contract({
  type: 'directory.organization-activated.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'An organization became active: its members may act (R65).',
    fr: 'Une organisation est devenue active : ses membres peuvent agir (R65).',
  },
  data: Type.Object({
    until: Time('Last moment of the agreement', 'Dernier moment de l’entente'),
  }),
  examples: [{ until: '2027-11-24T15:00:00.000Z' }],
});
