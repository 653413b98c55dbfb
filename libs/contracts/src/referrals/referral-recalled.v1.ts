import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const ReferralRecalled = contract({
  type: 'referrals.referral-recalled.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'What was shared about the person is called back: the receiver may not use it any more (R11). Told to the receiver alone.',
    fr: 'Ce qui a été communiqué sur la personne est rappelé : le destinataire ne peut plus s’en servir (R11). Le destinataire seul en est avisé.',
  },
  data: Type.Object({
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
