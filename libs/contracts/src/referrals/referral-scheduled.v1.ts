import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralScheduled = contract({
  type: 'referrals.referral-scheduled.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The receiver arranges the service.',
    fr: 'Le destinataire organise le service.',
  },
  data: Type.Object({
    requestId: RequestId,
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
