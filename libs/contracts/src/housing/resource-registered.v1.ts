import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id } from '../fields.js';

export const ResourceRegistered = contract({
  type: 'housing.resource-registered.v1',
  topic: 'housing.resource',
  aggregate: 'resource',
  audience: 'apps',
  description: {
    en: 'A provider offers a place to stay; its address is not told (R16).',
    fr: 'Un fournisseur offre un lieu d’hébergement; son adresse n’est pas révélée (R16).',
  },
  data: Type.Object({
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
    regionCode: Code('Region', 'Région'),
    capacityType: Code('Beds or rooms', 'Lits ou chambres'),
    needs: Codes('Coded needs', 'Besoins codés'),
    holdMode: Code('How a hold is placed', 'Mode de retenue'),
  }),
  examples: [
    {
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      regionCode: '3520005',
      capacityType: 'bed',
      needs: ['emergency_bed', 'women_only'],
      holdMode: 'on_confirmation',
    },
  ],
});
