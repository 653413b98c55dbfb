import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const HousingRequestReopened = contract({
  type: 'housing.request-reopened.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The hold is gone and the person still needs a bed: the search goes on.',
    fr: 'La retenue a pris fin et la personne a toujours besoin d’un lit : la recherche reprend.',
  },
  data: Type.Object({
    referralId: Id('referral', 'aiguillage'),
    state: Code('New state', 'Nouvel état'),
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [
    {
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      state: 'offered',
      reasonCode: 'no_capacity',
    },
  ],
});
