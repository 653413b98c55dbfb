import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Count, Id, Time } from '../fields.js';

export const ResourceOvercommitted = contract({
  type: 'housing.resource-overcommitted.v1',
  topic: 'housing.resource',
  aggregate: 'resource',
  audience: 'parties',
  description: {
    en: 'By its latest count the resource has less than is promised: to the provider and to those who hold units there. No new holds; those that live are kept, and whether the bed is there is to be asked now (R38).',
    fr: 'Selon le dernier décompte, la ressource a moins que ce qui est promis : au fournisseur et à ceux qui y ont une retenue. Aucune nouvelle retenue; celles en cours demeurent, et il faut vérifier sans attendre que le lit existe (R38).',
  },
  data: Type.Object({
    providerOrganizationId: Id('provider’s organization', 'organisation du fournisseur'),
    totalUnits: Count('Units in all', 'Unités au total'),
    occupiedUnits: Count('Occupied units', 'Unités occupées'),
    outOfServiceUnits: Count('Units out of service', 'Unités hors service'),
    observedAt: Time('When the figures were true', 'Moment où les chiffres étaient vrais'),
  }),
  examples: [
    {
      providerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
      totalUnits: 30,
      occupiedUnits: 30,
      outOfServiceUnits: 0,
      observedAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
