import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id, Nullable } from '../fields.js';

export const HousingRequestSearchStopped = contract({
  type: 'housing.request-search-stopped.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The person’s consent has ended: nobody else is asked. Whoever asks keeps what is held, or releases it; it is never lost by this (R7, R11).',
    fr: 'Le consentement de la personne a pris fin : personne d’autre n’est sollicité. Qui demande garde la retenue ou la libère; elle n’est jamais perdue pour autant (R7, R11).',
  },
  data: Type.Object({
    referralId: Id('referral', 'aiguillage'),
    holdId: Nullable(Id('latest hold', 'dernière retenue')),
  }),
  examples: [
    {
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      holdId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
    },
  ],
});
