import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Time } from '../fields.js';

export const RequestAnswered = contract({
  type: 'liaison.request-answered.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The office answered the request.',
    fr: 'Le bureau a répondu à la demande.',
  },
  data: Type.Object({
    answerCode: Code('Answer', 'Réponse'),
    occurredAt: Time('When it happened', 'Moment où cela s’est produit'),
  }),
  examples: [
    {
      answerCode: 'information_provided',
      occurredAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
