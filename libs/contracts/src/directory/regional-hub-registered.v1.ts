import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Codes, Id } from '../fields.js';

export const RegionalHubRegistered = contract({
  type: 'directory.regional-hub-registered.v1',
  topic: 'directory.hub',
  aggregate: 'hub',
  audience: 'public',
  notice: { hubOrganizationId: 'alias', regionCodes: 'provinces' },
  description: {
    en: 'A regional hub was registered, or serves other regions than before.',
    fr: 'Un carrefour régional a été inscrit, ou dessert d’autres régions qu’avant.',
  },
  data: Type.Object({
    hubOrganizationId: Id('regional hub’s organization', 'organisation du carrefour régional'),
    regionCodes: Codes('Regions served', 'Régions desservies'),
  }),
  examples: [
    {
      hubOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      regionCodes: ['CA-ON'],
    },
  ],
});
