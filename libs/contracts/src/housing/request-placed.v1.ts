import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id } from '../fields.js';

export const HousingRequestPlaced = contract({
  type: 'housing.request-placed.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The person arrived: the request is fulfilled.',
    fr: 'La personne est arrivée : la demande est satisfaite.',
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
