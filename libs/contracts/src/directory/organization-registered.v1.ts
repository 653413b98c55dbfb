import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Nullable } from '../fields.js';

export const OrganizationRegistered = contract({
  type: 'directory.organization-registered.v1',
  topic: 'directory.organization',
  aggregate: 'organization',
  audience: 'apps',
  description: {
    en: 'An organization was registered.',
    fr: 'Une organisation a été inscrite.',
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
