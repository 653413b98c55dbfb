import { refusal } from '#libs/kernel';

export const organizationNotFound = refusal(
  'organization/not-found',
  'not_found',
  'There is no such organization in the directory.',
  'Cette organisation ne figure pas au répertoire.',
);
export const organizationExists = refusal(
  'organization/already-registered',
  'conflict',
  'An organization with this id is registered already.',
  'Une organisation portant cet identifiant est déjà inscrite.',
);
export const departmentCodeWrong = refusal(
  'organization/department-code',
  'unprocessable',
  'A federal department names its code, and nobody else does.',
  'Un ministère fédéral indique son code, et lui seul.',
);
export const regionUnknown = refusal(
  'region/not-found',
  'not_found',
  'There is no such region. Take a code of GET /v1/regions.',
  'Cette région n’existe pas. Prenez un code de GET /v1/regions.',
);
export const regionNotServable = refusal(
  'regional-hub/region-unknown',
  'unprocessable',
  'A hub lists provinces or areas by the codes of GET /v1/regions; one of these is none.',
  'Un carrefour indique des provinces ou des secteurs par les codes de GET /v1/regions; l’un de ceux-ci n’en est pas un.',
);
export const regionalHubNotFound = refusal(
  'regional-hub/not-found',
  'not_found',
  'There is no such regional hub in the directory.',
  'Ce carrefour régional ne figure pas au répertoire.',
);
