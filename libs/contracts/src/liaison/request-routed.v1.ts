import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id, Nullable } from '../fields.js';

export const RequestRouted = contract({
  type: 'liaison.request-routed.v1',
  topic: 'liaison.request',
  aggregate: 'request',
  audience: 'parties',
  description: {
    en: 'The request goes to departments, and to at most one regional hub.',
    fr: 'La demande est acheminée à des ministères, et à un carrefour régional au plus.',
  },
  data: Type.Object({
    kind: Code('Kind of request', 'Genre de demande'),
    needs: Codes('Coded needs', 'Besoins codés'),
    regionCode: Code('Region', 'Région'),
    priority: Code('Priority given at triage', 'Priorité attribuée au triage'),
    departments: Codes('Federal departments', 'Ministères fédéraux'),
    senderOrganizationId: Id('organization that asked', 'organisation qui a demandé'),
    hubOrganizationId: Nullable(Id('regional hub’s organization', 'organisation du carrefour régional')),
  }),
  examples: [
    {
      kind: 'housing_gap',
      needs: ['emergency_bed', 'women_only'],
      regionCode: '3520005',
      priority: 'urgent',
      departments: ['PS', 'WAGE'],
      senderOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      hubOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
    },
  ],
});
