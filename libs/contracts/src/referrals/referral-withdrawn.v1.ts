import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralWithdrawn = contract({
  type: 'referrals.referral-withdrawn.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The consent that it stood on has ended before the referral was accepted (R11). Told to the sender alone.',
    fr: 'Le consentement qui le fondait a pris fin avant que l’aiguillage soit accepté (R11). L’expéditeur seul en est avisé.',
  },
  data: Type.Object({
    requestId: RequestId,
    reasonCode: Code('How the consent ended', 'Fin du consentement'),
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      requestId: null,
      reasonCode: 'consent_withdrawn',
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
