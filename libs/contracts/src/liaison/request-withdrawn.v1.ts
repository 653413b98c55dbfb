import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const RequestWithdrawn = contract({
  type: 'liaison.request-withdrawn.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The sender withdrew the request.',
    fr: 'L’expéditeur a retiré la demande.',
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
