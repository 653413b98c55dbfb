import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralSharingStopped = contract({
  type: 'referrals.referral-sharing-stopped.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The consent has ended while the service runs: nothing more is shared, and the worker asks the person. The service goes on (R11).',
    fr: 'Le consentement a pris fin pendant le service : plus rien n’est communiqué, et l’intervenante ou l’intervenant consulte la personne. Le service continue (R11).',
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
