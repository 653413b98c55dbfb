import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const OfferEnded = contract({
  type: 'housing.offer-ended.v1',
  topic: 'housing.offer',
  aggregate: 'offer',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'The offer is over: passed over, lapsed or withdrawn.',
    fr: 'L’offre a pris fin : non retenue, échue ou retirée.',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
    state: Code('New state', 'Nouvel état'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      state: 'passed_over',
    },
  ],
});
