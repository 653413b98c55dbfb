import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id, Time } from '../fields.js';

export const OfferMade = contract({
  type: 'housing.offer-made.v1',
  topic: 'housing.offer',
  aggregate: 'offer',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'A provider offers a unit for a request.',
    fr: 'Un fournisseur offre une unité pour une demande.',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    resourceId: Id('housing resource', 'ressource d’hébergement'),
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
    validUntil: Time('Until when the offer stands', 'Validité de l’offre'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      resourceId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      validUntil: '2026-01-15T03:10:00.000Z',
    },
  ],
});
