import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const HousingRequestCancelled = contract({
  type: 'housing.request-cancelled.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The need for housing was called off.',
    fr: 'Le besoin d’hébergement a été annulé.',
  },
  data: Type.Object({
    referralId: Id('referral', 'aiguillage'),
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [
    {
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      reasonCode: 'no_capacity',
    },
  ],
});
