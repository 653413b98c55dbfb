import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id, Nullable, Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralServiceStarted = contract({
  type: 'referrals.referral-service-started.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The person is being served.',
    fr: 'La personne reçoit le service.',
  },
  data: Type.Object({
    requestId: RequestId,
    holdId: Nullable(Id('hold in which the person arrived', 'retenue où la personne est arrivée')),
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      holdId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
