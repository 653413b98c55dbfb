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
export const departmentExists = refusal(
  'organization/department-already-registered',
  'conflict',
  'An organization with this department code is registered already.',
  'Une organisation portant ce code de ministère est déjà inscrite.',
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

export const standingNotThis = refusal(
  'organization/not-in-this-standing',
  'conflict',
  'The organization’s standing does not allow this: see "standing" and "allowedFrom".',
  'Le statut de l’organisation ne le permet pas : voyez « standing » et « allowedFrom ».',
);
export const agreementOver = refusal(
  'organization/agreement-over',
  'unprocessable',
  'The agreement must still run: record one that ends in the future.',
  'L’entente doit être en cours : consignez-en une qui prend fin dans l’avenir.',
);
export const operatesTheHub = refusal(
  'organization/operates-the-hub',
  'conflict',
  'This organization operates the hub: nobody could let it in again, so it cannot be suspended or ended.',
  'Cette organisation exploite le carrefour : personne ne pourrait la réadmettre; elle ne peut donc être ni suspendue ni exclue.',
);
export const memberNotFound = refusal(
  'member/not-found',
  'not_found',
  'Your organization has no such member on record. Invite it: then its role can be changed, and its access ended.',
  'Votre organisation n’a consigné aucun tel membre. Invitez-le : son rôle pourra alors être changé, et son accès terminé.',
);
export const memberExists = refusal(
  'member/exists',
  'conflict',
  'This member has access already. Change the role instead.',
  'Ce membre a déjà accès. Changez plutôt son rôle.',
);
export const memberNotActive = refusal(
  'member/not-active',
  'conflict',
  'This member has no access. Invite it first.',
  'Ce membre n’a pas d’accès. Invitez-le d’abord.',
);
export const ownMembership = refusal(
  'member/your-own',
  'conflict',
  'You cannot give yourself access, nor change or end your own. Ask another administrator of your organization.',
  'Vous ne pouvez ni vous donner accès, ni modifier ou terminer le vôtre. Adressez-vous à une autre personne qui administre votre organisation.',
);
export const roleNotForType = refusal(
  'member/role-not-for-this-organization',
  'unprocessable',
  'Organizations of this type have no members in this role.',
  'Les organisations de ce type n’ont pas de membres dans ce rôle.',
);
