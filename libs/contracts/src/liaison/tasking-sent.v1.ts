import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id, Time } from '../fields.js';

export const TaskingSent = contract({
  type: 'liaison.tasking-sent.v1',
  topic: 'liaison.tasking',
  aggregate: 'tasking',
  audience: 'parties',
  description: {
    en: 'A department has a share of a request to answer (R24).',
    fr: 'Un ministère doit répondre à une part d’une demande (R24).',
  },
  data: Type.Object({
    requestId: Id('liaison request', 'demande de liaison'),
    department: Code('Federal department', 'Ministère fédéral'),
    dueAt: Time('When it was due', 'Échéance'),
  }),
  examples: [
    {
      requestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      department: 'PS',
      dueAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
