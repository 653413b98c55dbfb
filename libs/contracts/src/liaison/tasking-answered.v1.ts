import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const TaskingAnswered = contract({
  type: 'liaison.tasking-answered.v1',
  topic: 'liaison.tasking',
  aggregate: 'tasking',
  audience: 'parties',
  description: {
    en: 'The department answered its tasking; the sender of the request sees it at once (R23).',
    fr: 'Le ministère a répondu à son mandat; l’expéditeur le voit aussitôt (R23).',
  },
  data: Type.Object({
    requestId: Id('liaison request', 'demande de liaison'),
    department: Code('Federal department', 'Ministère fédéral'),
    answerCode: Code('Answer', 'Réponse'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      department: 'PS',
      answerCode: 'information_provided',
    },
  ],
});
