import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id, Time } from '../fields.js';

export const LegalExceptionAlerted = contract({
  type: 'consents.legal-exception-alerted.v1',
  topic: 'consents.legal-exception',
  aggregate: 'legal_exception',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'Told at once to the privacy officers of the owner and of the liaison office: a legal exception was recorded and awaits its review (R65).',
    fr: 'Communiqué aussitôt aux responsables de la vie privée du propriétaire et du bureau de liaison : une exception légale a été consignée et attend son examen (R65).',
  },
  data: Type.Object({
    ownerOrganizationId: Id('organization that recorded it', 'organisation qui l’a consignée'),
    recipientOrganizationId: Id('organization that may be told', 'organisation qui peut être informée'),
    purpose: Code('For what', 'À quelle fin'),
    dataClasses: Codes('Which classes of data', 'Quelles catégories de renseignements'),
    legalBasis: Code('Law that demands it', 'Loi qui l’exige'),
    until: Time('When it ends by itself', 'Fin sans autre geste'),
    reviewDueAt: Time('When its review is due', 'Échéance de l’examen'),
  }),
  examples: [
    {
      ownerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      recipientOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      purpose: 'referral',
      dataClasses: ['needs'],
      legalBasis: 'court_order',
      until: '2026-01-17T03:10:00.000Z',
      reviewDueAt: '2026-01-17T03:10:00.000Z',
    },
  ],
});
