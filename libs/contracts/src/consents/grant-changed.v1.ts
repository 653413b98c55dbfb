import { Type } from 'typebox';
import { contract } from '../contract.js';
import { example, grantState, placeInStream } from './grant.fields.js';

export const GrantChanged = contract({
  type: 'consents.grant-changed.v1',
  topic: 'consents.grant',
  aggregate: 'grant',
  audience: 'apps',
  description: {
    en: 'A person took back a part of what they agreed to; this is all that remains (R11).',
    fr: 'Une personne a retiré une partie de son accord; voici tout ce qui reste (R11).',
  },
  data: Type.Object({ ...grantState, ...placeInStream }),
  examples: [
    { ...example, recipientOrganizationIds: example.recipientOrganizationIds.slice(0, 1), place: 18 },
  ],
});
