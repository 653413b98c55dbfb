import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const LegalExceptionReviewed = contract({
  type: 'consents.legal-exception-reviewed.v1',
  topic: 'consents.legal-exception',
  aggregate: 'legal_exception',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'A second person looked at a legal exception: the law demanded it, or it did not (R65).',
    fr: 'Une deuxième personne a examiné une exception légale : la loi l’exigeait, ou non (R65).',
  },
  data: Type.Object({
    reviewerOrganizationId: Id('organization of the reviewer', 'organisation de la personne qui examine'),
    verdict: Code('upheld or not_upheld', 'upheld (maintenue) ou not_upheld (non maintenue)'),
  }),
  examples: [{ reviewerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60', verdict: 'upheld' }],
});
