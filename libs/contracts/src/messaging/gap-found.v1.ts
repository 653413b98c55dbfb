import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Count, Id } from '../fields.js';

export const GapFound = contract({
  type: 'messaging.gap-found.v1',
  topic: 'messaging.gap',
  aggregate: 'gap',
  audience: 'apps',
  description: {
    en: 'A consumer got a later event of an aggregate than the next one; the owner publishes the missing ones again.',
    fr: 'Un consommateur a reçu un événement plus récent que le suivant attendu; le propriétaire publie de nouveau ceux qui manquent.',
  },
  data: Type.Object({
    owner: Code('App that owns the aggregate', 'Application propriétaire de l’agrégat'),
    aggregateType: Code('Name of the aggregate', 'Nom de l’agrégat'),
    aggregateId: Id('aggregate whose events are missing', 'agrégat dont des événements manquent'),
    fromVersion: Count('first missing version', 'première version manquante'),
    toVersion: Count('last missing version', 'dernière version manquante'),
  }),
  examples: [
    {
      owner: 'housing',
      aggregateType: 'hold',
      aggregateId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      fromVersion: 2,
      toVersion: 3,
    },
  ],
});
