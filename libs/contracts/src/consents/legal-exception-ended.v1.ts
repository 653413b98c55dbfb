import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code } from '../fields.js';
import { example, ownerAndParticipant, placeInStream } from './grant.fields.js';

export const LegalExceptionEnded = contract({
  type: 'consents.legal-exception-ended.v1',
  topic: 'consents.legal-exception',
  aggregate: 'legal_exception',
  audience: 'apps',
  description: {
    en: 'A legal exception ended: by itself, because its review did not uphold it, or with the erasure of the person.',
    fr: 'Une exception légale a pris fin : d’elle-même, parce que l’examen ne l’a pas maintenue, ou avec l’effacement de la personne.',
  },
  data: Type.Object({
    ...ownerAndParticipant,
    reason: Code(
      'expired, not_upheld or erased',
      'expired (échue), not_upheld (non maintenue) ou erased (effacée)',
    ),
    ...placeInStream,
  }),
  examples: [
    {
      ownerOrganizationId: example.ownerOrganizationId,
      participantRef: example.participantRef,
      reason: 'expired',
      partition: 1,
      place: 3,
    },
  ],
});
