import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id, bilingual } from '../fields.js';
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
    otherGrantIds: Type.Optional(
      Type.Array(Id('grant of the same person', 'accord de la même personne'), {
        maxItems: 50,
        ...bilingual(
          'The person’s other live grants: where one is not known yet, wait for it before you end what it may cover (R11)',
          'Les autres accords en vigueur de la personne : si l’un n’est pas encore connu, l’attendre avant de mettre fin à ce qu’il peut couvrir (R11)',
        ),
      }),
    ),
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
