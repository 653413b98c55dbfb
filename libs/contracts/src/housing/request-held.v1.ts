import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id } from '../fields.js';

export const HousingRequestHeld = contract({
  type: 'housing.request-held.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'One offer was chosen and is being held.',
    fr: 'Une offre a été choisie et est retenue.',
  },
  data: Type.Object({
    referralId: Id('referral', 'aiguillage'),
    holdId: Id('hold', 'retenue'),
  }),
  examples: [
    {
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      holdId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
    },
  ],
});
