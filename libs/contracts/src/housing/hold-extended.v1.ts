import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id, Time } from '../fields.js';

export const HoldExtended = contract({
  type: 'housing.hold-extended.v1',
  topic: 'housing.hold',
  aggregate: 'hold',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The hold was extended, which happens once (R40).',
    fr: 'La retenue a été prolongée, une seule fois (R40).',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    referralId: Id('referral', 'aiguillage'),
    expiresAt: Time('When the hold ends unless it is confirmed', 'Fin de la retenue sans confirmation'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      expiresAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
