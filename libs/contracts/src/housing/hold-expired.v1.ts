import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id, Time } from '../fields.js';

export const HoldExpired = contract({
  type: 'housing.hold-expired.v1',
  topic: 'housing.hold',
  aggregate: 'hold',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'Nobody confirmed in time: the unit is free again.',
    fr: 'Personne n’a confirmé à temps : l’unité est de nouveau libre.',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    referralId: Id('referral', 'aiguillage'),
    resourceId: Id('housing resource', 'ressource d’hébergement'),
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      resourceId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
