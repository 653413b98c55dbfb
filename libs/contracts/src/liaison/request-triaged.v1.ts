import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes } from '../fields.js';

export const RequestTriaged = contract({
  type: 'liaison.request-triaged.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The office gave the request a priority and named departments.',
    fr: 'Le bureau a fixé la priorité de la demande et nommé des ministères.',
  },
  data: Type.Object({
    priority: Code('Priority given at triage', 'Priorité attribuée au triage'),
    departments: Codes('Federal departments', 'Ministères fédéraux'),
  }),
  examples: [
    {
      priority: 'urgent',
      departments: ['PS', 'WAGE'],
    },
  ],
});
