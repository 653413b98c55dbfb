import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const MemberInvited = contract({
  type: 'directory.member-invited.v1',
  topic: 'directory.membership',
  aggregate: 'membership',
  audience: 'apps',
  description: {
    en: 'An organization’s administrator gave a member access, in one role (R65).',
    fr: 'L’administration d’une organisation a donné accès à un membre, dans un rôle (R65).',
  },
  data: Type.Object({
    organizationId: Id('organization', 'organisation'),
    memberId: Id('member, as in its tokens', 'membre, comme dans ses jetons'),
    role: Code('Role (R65)', 'Rôle (R65)'),
  }),
  examples: [
    {
      organizationId: '0198f0a0-0000-7000-8000-000000000002',
      memberId: '0198f0a0-0000-7000-8000-000000000052',
      role: 'ngo_worker',
    },
  ],
});
