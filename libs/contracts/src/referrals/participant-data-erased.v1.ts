import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const ReferralsParticipantDataErased = contract({
  type: 'referrals.participant-data-erased.v1',
  topic: 'referrals.erasure',
  aggregate: 'erasure',
  audience: 'apps',
  description: {
    en: 'This service has erased a person: rows are purged, keys destroyed. Its subject is that of consents.participant-erased.v1 (R18).',
    fr: 'Ce service a effacé une personne : lignes vidées, clés détruites. Son sujet est celui de consents.participant-erased.v1 (R18).',
  },
  data: Type.Object({
    keysDestroyedAt: Time('When the last key was destroyed', 'Destruction de la dernière clé'),
    completeAt: Time(
      'When no backup of the keys holds them any more: the erasure is complete',
      'Moment où plus aucune sauvegarde des clés ne les contient : l’effacement est complet',
    ),
  }),
  examples: [{ keysDestroyedAt: '2026-01-15T03:10:00.000Z', completeAt: '2026-02-14T03:10:00.000Z' }],
});
