import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralCompleted = contract({
  type: 'referrals.referral-completed.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The receiver finished, with an outcome (R32).',
    fr: 'Le destinataire a terminé, avec un résultat (R32).',
  },
  data: Type.Object({
    requestId: RequestId,
    outcome: Code('Outcome', 'Résultat'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      outcome: 'served',
    },
  ],
});
