import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id, Time } from '../fields.js';
import { example, ownerAndParticipant, placeInStream } from './grant.fields.js';

export const LegalExceptionRecorded = contract({
  type: 'consents.legal-exception-recorded.v1',
  topic: 'consents.legal-exception',
  aggregate: 'legal_exception',
  audience: 'apps',
  description: {
    en: 'A law demands that something about a person is told without their agreement, to one recipient, until it ends by itself (R9).',
    fr: 'Une loi exige de communiquer quelque chose au sujet d’une personne sans son accord, à un destinataire, jusqu’à la fin prévue (R9).',
  },
  data: Type.Object({
    ...ownerAndParticipant,
    recipientOrganizationId: Id('organization that may be told', 'organisation qui peut être informée'),
    purpose: Code('For what', 'À quelle fin'),
    dataClasses: Codes('Which classes of data', 'Quelles catégories de renseignements'),
    legalBasis: Code('Law that demands it', 'Loi qui l’exige'),
    from: Time('When it begins', 'Début'),
    until: Time('When it ends by itself', 'Fin sans autre geste'),
    ...placeInStream,
  }),
  examples: [
    {
      ownerOrganizationId: example.ownerOrganizationId,
      participantRef: example.participantRef,
      recipientOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      purpose: 'referral',
      dataClasses: ['needs'],
      legalBasis: 'court_order',
      from: '2026-01-15T03:10:00.000Z',
      until: '2026-01-17T03:10:00.000Z',
      partition: 1,
      place: 2,
    },
  ],
});
