import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Time } from '../fields.js';

export const RequestAcknowledged = contract({
  type: 'liaison.request-acknowledged.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The liaison office acknowledged the request.',
    fr: 'Le bureau de liaison a accusé réception de la demande.',
  },
  data: Type.Object({
    state: Code('New state', 'Nouvel état'),
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      state: 'acknowledged',
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
