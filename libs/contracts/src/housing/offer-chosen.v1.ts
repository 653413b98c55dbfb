import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id } from '../fields.js';

export const OfferChosen = contract({
  type: 'housing.offer-chosen.v1',
  topic: 'housing.offer',
  aggregate: 'offer',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The offer was chosen: a hold follows.',
    fr: 'L’offre a été choisie : une retenue suit.',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    resourceId: Id('housing resource', 'ressource d’hébergement'),
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      resourceId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
    },
  ],
});
