import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const OfferRefused = contract({
  type: 'housing.offer-refused.v1',
  topic: 'housing.offer',
  aggregate: 'offer',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'A provider cannot take the request, with a coded reason.',
    fr: 'Un fournisseur ne peut répondre à la demande, avec un motif codé.',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      reasonCode: 'no_capacity',
    },
  ],
});
