import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const TaskingDeclined = contract({
  type: 'liaison.tasking-declined.v1',
  topic: 'liaison.tasking',
  aggregate: 'tasking',
  audience: 'parties',
  description: {
    en: 'The department declined its tasking, with a reason.',
    fr: 'Le ministère a refusé son mandat, avec un motif.',
  },
  data: Type.Object({
    requestId: Id('liaison request', 'demande de liaison'),
    department: Code('Federal department', 'Ministère fédéral'),
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      department: 'PS',
      reasonCode: 'no_capacity',
    },
  ],
});
