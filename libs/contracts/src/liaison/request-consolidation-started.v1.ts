import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';

export const RequestConsolidationStarted = contract({
  type: 'liaison.request-consolidation-started.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'Every department has given its answer, or is named as overdue; the office writes the answer (R23).',
    fr: 'Tous les ministères ont répondu, ou sont nommés en retard; le bureau rédige la réponse (R23).',
  },
  data: Type.Object({
    state: Code('New state', 'Nouvel état'),
  }),
  examples: [
    {
      state: 'consolidating',
    },
  ],
});
