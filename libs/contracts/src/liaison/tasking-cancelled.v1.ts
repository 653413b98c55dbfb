import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const TaskingCancelled = contract({
  type: 'liaison.tasking-cancelled.v1',
  topic: 'liaison.tasking',
  aggregate: 'tasking',
  audience: 'parties',
  description: {
    en: 'The request was withdrawn: the department owes no answer any more.',
    fr: 'La demande a été retirée : le ministère ne doit plus de réponse.',
  },
  data: Type.Object({
    requestId: Id('liaison request', 'demande de liaison'),
    department: Code('Federal department', 'Ministère fédéral'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      department: 'PS',
    },
  ],
});
