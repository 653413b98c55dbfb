import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id, Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralAccepted = contract({
  type: 'referrals.referral-accepted.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The receiver accepted: responsibility has moved (R29).',
    fr: 'Le destinataire a accepté : la responsabilité a changé de mains (R29).',
  },
  data: Type.Object({
    requestId: RequestId,
    regionCode: Code('Region', 'Région'),
    needs: Codes('Coded needs', 'Besoins codés'),
    receiverOrganizationId: Id('organization that is asked to serve', 'organisation appelée à servir'),
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      regionCode: '3520005',
      needs: ['emergency_bed', 'women_only'],
      receiverOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
