import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Count, Id, Time, bilingual } from '../fields.js';

export const CapacityReported = contract({
  type: 'housing.capacity-reported.v1',
  topic: 'housing.resource',
  aggregate: 'resource',
  audience: 'apps',
  description: {
    en: 'The figures of a resource at one time; the latest count (R37, R38).',
    fr: 'Les chiffres d’une ressource à un moment; les derniers valent (R37, R38).',
  },
  data: Type.Object({
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
    totalUnits: Count('Units in all', 'Unités au total'),
    occupiedUnits: Count('Occupied units', 'Unités occupées'),
    outOfServiceUnits: Count('Units out of service', 'Unités hors service'),
    availableUnits: Count('Available units (R37)', 'Unités disponibles (R37)'),
    overcommitted: Type.Boolean(
      bilingual('More promised than there is (R38)', 'Plus de promesses que de places (R38)'),
    ),
    observedAt: Time('When the figures were true', 'Moment où les chiffres étaient vrais'),
  }),
  examples: [
    {
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      totalUnits: 30,
      occupiedUnits: 27,
      outOfServiceUnits: 1,
      availableUnits: 2,
      overcommitted: false,
      observedAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
