import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const OrganizationVetted = contract({
  type: 'directory.organization-vetted.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'The liaison office vetted an organization (R65).',
    fr: 'Le bureau de liaison a vérifié une organisation (R65).',
  },
  data: Type.Object({
    occurredAt: Time('When', 'Moment'),
  }),
  examples: [{ occurredAt: '2026-11-24T15:00:00.000Z' }],
});
