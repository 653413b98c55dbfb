import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralConsentMissing = contract({
  type: 'referrals.referral-consent-missing.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'No consent covers what waited to be sent: the referral is a draft again, and nothing has left (R9). Told to the sender alone.',
    fr: 'Aucun consentement ne couvre ce qui attendait d’être envoyé : l’aiguillage redevient un brouillon, rien n’est parti (R9). L’expéditeur seul en est avisé.',
  },
  data: Type.Object({
    requestId: RequestId,
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      requestId: null,
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
