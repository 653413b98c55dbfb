import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const MemberRoleChanged = contract({
  type: 'directory.member-role-changed.v1',
  topic: 'directory.membership',
  aggregate: 'membership',
  audience: 'apps',
  description: {
    en: 'A member has another role; tokens with the one before are refused (R65).',
    fr: 'Un membre a un autre rôle; les jetons portant le précédent sont refusés (R65).',
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
      role: 'privacy_officer',
    },
  ],
});
