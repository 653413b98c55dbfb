import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';
import { example, ownerAndParticipant } from './grant.fields.js';

export const ParticipantErased = contract({
  type: 'consents.participant-erased.v1',
  topic: 'consents.participant',
  aggregate: 'participant',
  audience: 'apps',
  description: {
    en: 'A person asked to be erased: grants have ended, and whoever holds a key or a row about them destroys it (R18).',
    fr: 'Une personne a demandé à être effacée : ses accords ont pris fin, et quiconque détient une clé ou une ligne à son sujet la détruit (R18).',
  },
  data: Type.Object({ ...ownerAndParticipant, erasedAt: Time('When it was asked', 'Moment de la demande') }),
  examples: [
    {
      ownerOrganizationId: example.ownerOrganizationId,
      participantRef: example.participantRef,
      erasedAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
