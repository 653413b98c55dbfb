import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Nullable } from '../fields.js';

export const OrganizationRegistered = contract({
  type: 'directory.organization-registered.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'An organization is active for the first time, and stands among the partners.',
    fr: 'Une organisation est active pour la première fois et figure parmi les partenaires.',
  },
  data: Type.Object({
    organizationType: Code('Type of organization', 'Type d’organisation'),
    departmentCode: Nullable(Code('Federal department', 'Ministère fédéral')),
  }),
  examples: [
    {
      organizationType: 'ngo',
      departmentCode: null,
    },
  ],
});
