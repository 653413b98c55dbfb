import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id, Time } from '../fields.js';

export const RequestSubmitted = contract({
  type: 'liaison.request-submitted.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'Somebody filed a liaison request; the acknowledgement clock runs (R22).',
    fr: 'Une demande de liaison a été déposée; le délai d’accusé de réception court (R22).',
  },
  data: Type.Object({
    kind: Code('Kind of request', 'Genre de demande'),
    needs: Codes('Coded needs', 'Besoins codés'),
    regionCode: Code('Region', 'Région'),
    urgency: Code('Urgency as the sender states it', 'Urgence indiquée par l’expéditeur'),
    senderOrganizationId: Id('organization that asked', 'organisation qui a demandé'),
    officeOrganizationId: Id('liaison office', 'bureau de liaison'),
    acknowledgeDueAt: Time('When the acknowledgement is due', 'Échéance de l’accusé de réception'),
  }),
  examples: [
    {
      kind: 'housing_gap',
      needs: ['emergency_bed', 'women_only'],
      regionCode: '3520005',
      urgency: 'urgent',
      senderOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      officeOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      acknowledgeDueAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
