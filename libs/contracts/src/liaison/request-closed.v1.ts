import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';

export const RequestClosed = contract({
  type: 'liaison.request-closed.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The request is closed.',
    fr: 'La demande est fermée.',
  },
  data: Type.Object({
    how: Code('How it was closed', 'Façon dont elle a été fermée'),
  }),
  examples: [
    {
      how: 'confirmed',
    },
  ],
});
