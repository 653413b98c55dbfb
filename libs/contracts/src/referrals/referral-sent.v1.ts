import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id, Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralSent = contract({
  type: 'referrals.referral-sent.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'A referral was sent; the sender stays responsible until it is accepted (R29).',
    fr: 'Un aiguillage a été envoyé; l’expéditeur demeure responsable jusqu’à l’acceptation (R29).',
  },
  data: Type.Object({
    requestId: RequestId,
    senderOrganizationId: Id('organization that asked', 'organisation qui a demandé'),
    receiverOrganizationId: Id('organization that is asked to serve', 'organisation appelée à servir'),
    serviceType: Code('Type of service', 'Type de service'),
    regionCode: Code('Region', 'Région'),
    needs: Codes('Coded needs', 'Besoins codés'),
    priority: Code('Priority given at triage', 'Priorité attribuée au triage'),
    responseDueAt: Time('When a response is due', 'Échéance de la réponse'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      senderOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      receiverOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      serviceType: 'shelter',
      regionCode: '3520005',
      needs: ['emergency_bed', 'women_only'],
      priority: 'urgent',
      responseDueAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
