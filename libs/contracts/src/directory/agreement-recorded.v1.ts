import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const AgreementRecorded = contract({
  type: 'directory.agreement-recorded.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'An organization’s information-sharing agreement was recorded, with its end (R65).',
    fr: 'L’entente d’échange de renseignements d’une organisation est consignée, avec sa fin (R65).',
  },
  data: Type.Object({
    until: Time('Last moment of the agreement', 'Dernier moment de l’entente'),
  }),
  examples: [{ until: '2027-11-24T15:00:00.000Z' }],
});
