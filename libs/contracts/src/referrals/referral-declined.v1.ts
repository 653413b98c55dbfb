import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralDeclined = contract({
  type: 'referrals.referral-declined.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The receiver declined, with a coded reason (R31).',
    fr: 'Le destinataire a refusé, avec un motif codé (R31).',
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
