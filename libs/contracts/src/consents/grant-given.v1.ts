import { Type } from 'typebox';
import { contract } from '../contract.js';
import { example, grantState, placeInStream } from './grant.fields.js';

export const GrantGiven = contract({
  type: 'consents.grant-given.v1',
  topic: 'consents.grant',
  aggregate: 'grant',
  audience: 'apps',
  description: {
    en: 'A person agreed: to whom, for what, and which classes of data (R9, R10).',
    fr: 'Une personne a donné son accord : à qui, à quelles fins et pour quelles catégories de renseignements (R9, R10).',
  },
  data: Type.Object({ ...grantState, ...placeInStream }),
  examples: [example],
});
