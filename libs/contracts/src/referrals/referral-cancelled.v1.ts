import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralCancelled = contract({
  type: 'referrals.referral-cancelled.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The sender cancelled the referral, with a reason (R31).',
    fr: 'L’expéditeur a annulé l’aiguillage, avec un motif (R31).',
  },
  data: Type.Object({
    requestId: RequestId,
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      reasonCode: 'no_capacity',
    },
  ],
});
