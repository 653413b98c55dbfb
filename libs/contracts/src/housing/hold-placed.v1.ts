import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id, Time } from '../fields.js';

export const HoldPlaced = contract({
  type: 'housing.hold-placed.v1',
  topic: 'housing.hold',
  aggregate: 'hold',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'One unit is held until the stated time (R39, R40).',
    fr: 'Une unité est retenue jusqu’à l’heure indiquée (R39, R40).',
  },
  data: Type.Object({
    housingRequestId: Id('housing request', 'demande d’hébergement'),
    referralId: Id('referral', 'aiguillage'),
    resourceId: Id('housing resource', 'ressource d’hébergement'),
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
    requesterOrganizationId: Id(
      'organization that asks for housing',
      'organisation qui demande un hébergement',
    ),
    expiresAt: Time('When the hold ends unless it is confirmed', 'Fin de la retenue sans confirmation'),
  }),
  examples: [
    {
      housingRequestId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      resourceId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      requesterOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      expiresAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
