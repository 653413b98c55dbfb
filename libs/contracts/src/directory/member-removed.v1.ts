import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Id } from '../fields.js';

export const MemberRemoved = contract({
  type: 'directory.member-removed.v1',
  topic: 'directory.membership',
  aggregate: 'membership',
  audience: 'apps',
  description: {
    en: 'A member’s access ended: its tokens are refused (R65).',
    fr: 'L’accès d’un membre a pris fin : ses jetons sont refusés (R65).',
  },
  data: Type.Object({
    organizationId: Id('organization', 'organisation'),
    memberId: Id('member, as in its tokens', 'membre, comme dans ses jetons'),
  }),
  examples: [
    {
      organizationId: '0198f0a0-0000-7000-8000-000000000002',
      memberId: '0198f0a0-0000-7000-8000-000000000052',
    },
  ],
});
