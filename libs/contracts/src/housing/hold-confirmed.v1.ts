import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id, Time } from '../fields.js';

export const HoldConfirmed = contract({
  type: 'housing.hold-confirmed.v1',
  topic: 'housing.hold',
  aggregate: 'hold',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The provider confirmed the hold.',
    fr: 'Le fournisseur a confirmé la retenue.',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    referralId: Id('referral', 'aiguillage'),
    arrivalExpectedBy: Time('Until when the person is expected', 'Heure limite d’arrivée prévue'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      arrivalExpectedBy: '2026-01-15T03:10:00.000Z',
    },
  ],
});
