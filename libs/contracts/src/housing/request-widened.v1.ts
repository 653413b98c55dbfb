import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id, Time } from '../fields.js';

export const HousingRequestWidened = contract({
  type: 'housing.request-widened.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'No usable offer came in time: the next ring is asked.',
    fr: 'Aucune offre utilisable à temps : le cercle suivant est sollicité.',
  },
  data: Type.Object({
    referralId: Id('referral', 'aiguillage'),
    ring: Code('How far the search reaches', 'Étendue de la recherche'),
    offersDueAt: Time('Until when offers are awaited', 'Heure limite des offres'),
  }),
  examples: [
    {
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      ring: 'province',
      offersDueAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
