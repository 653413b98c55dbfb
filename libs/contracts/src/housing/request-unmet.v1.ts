import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id } from '../fields.js';

export const HousingRequestUnmet = contract({
  type: 'housing.request-unmet.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'Nobody was able: the need stays unmet, with reasons (R44).',
    fr: 'Personne n’a pu : le besoin demeure non comblé, avec motifs (R44).',
  },
  data: Type.Object({
    referralId: Id('referral', 'aiguillage'),
    regionCode: Code('Region', 'Région'),
    needs: Codes('Coded needs', 'Besoins codés'),
    reasonCodes: Codes('Reasons', 'Motifs'),
  }),
  examples: [
    {
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      regionCode: '3520005',
      needs: ['emergency_bed', 'women_only'],
      reasonCodes: ['no_capacity'],
    },
  ],
});
