import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const RequestAcknowledgementMissed = contract({
  type: 'liaison.request-acknowledgement-missed.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The acknowledgement was not given in time; the sender sees it (R22).',
    fr: 'L’accusé de réception n’a pas été donné à temps; l’expéditeur le voit (R22).',
  },
  data: Type.Object({
    dueAt: Time('When it was due', 'Échéance'),
  }),
  examples: [
    {
      dueAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
