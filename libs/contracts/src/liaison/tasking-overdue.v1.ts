import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id, Time } from '../fields.js';

export const TaskingOverdue = contract({
  type: 'liaison.tasking-overdue.v1',
  topic: 'liaison.tasking',
  aggregate: 'tasking',
  audience: 'parties',
  description: {
    en: 'The tasking is overdue: a mark, not a state.',
    fr: 'Le mandat est en retard : une marque, non un état.',
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
