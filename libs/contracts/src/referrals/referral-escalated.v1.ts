import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Time } from '../fields.js';
import { RequestId } from './request-id.js';

export const ReferralEscalated = contract({
  type: 'referrals.referral-escalated.v1',
  topic: 'referrals.referral',
  aggregate: 'referral',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'Nobody responded in time; it goes one level up (R29).',
    fr: 'Personne n’a répondu à temps; le dossier monte d’un niveau (R29).',
  },
  data: Type.Object({
    requestId: RequestId,
    level: Code('Where it was escalated to', 'Niveau de recours'),
    responseDueAt: Time('When a response is due', 'Échéance de la réponse'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      level: 'hub',
      responseDueAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
