import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';

export const RequestDeclined = contract({
  type: 'liaison.request-declined.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The office declined the request, with a reason and another route (R25).',
    fr: 'Le bureau a refusé la demande, avec un motif et une autre voie (R25).',
  },
  data: Type.Object({
    reasonCode: Code('Reason', 'Motif'),
    alternativeCode: Code('Alternative route that is offered', 'Autre voie proposée'),
  }),
  examples: [
    {
      reasonCode: 'no_capacity',
      alternativeCode: 'hotline',
    },
  ],
});
