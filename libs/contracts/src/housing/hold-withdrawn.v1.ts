import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const HoldWithdrawn = contract({
  type: 'housing.hold-withdrawn.v1',
  topic: 'housing.hold',
  aggregate: 'hold',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The provider took the promised unit back, with a reason.',
    fr: 'Le fournisseur a repris l’unité promise, avec un motif.',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    referralId: Id('referral', 'aiguillage'),
    resourceId: Id('housing resource', 'ressource d’hébergement'),
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      resourceId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      reasonCode: 'no_capacity',
    },
  ],
});
