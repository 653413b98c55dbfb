import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';
import { ownerAndParticipant, placeInStream, example } from './grant.fields.js';

export const GrantEnded = contract({
  type: 'consents.grant-ended.v1',
  topic: 'consents.grant',
  aggregate: 'grant',
  audience: 'apps',
  description: {
    en: 'A grant ended: withdrawn, expired, or erased with all that is known of the person (R11, R18).',
    fr: 'Un accord a pris fin : retiré, échu, ou effacé avec tout ce qui est connu de la personne (R11, R18).',
  },
  data: Type.Object({
    ...ownerAndParticipant,
    reason: Code('withdrawn, expired or erased', 'withdrawn (retiré), expired (échu) ou erased (effacé)'),
    ...placeInStream,
  }),
  examples: [
    {
      ownerOrganizationId: example.ownerOrganizationId,
      participantRef: example.participantRef,
      reason: 'withdrawn',
      partition: 4,
      place: 19,
    },
  ],
});
