import { refusal } from '#libs/kernel';

export const referralNotFound = refusal(
  'referral/not-found',
  'not_found',
  'There is no such referral, or your organization is not party to it.',
  'Cet aiguillage n’existe pas, ou votre organisation n’y est pas partie.',
);
export const notInThisState = refusal(
  'referral/not-in-this-state',
  'conflict',
  'The referral is not in a state that allows this. "state" says where it stands.',
  'L’état de l’aiguillage ne permet pas cette action. « state » indique où il en est.',
);
export const receiverOnly = refusal(
  'referral/receiver-only',
  'forbidden',
  'Only the organization that received the referral may do this (R30).',
  'Seule l’organisation destinataire de l’aiguillage peut le faire (R30).',
);
export const senderOnly = refusal(
  'referral/sender-only',
  'forbidden',
  'Only the organization that sent the referral may do this (R30).',
  'Seule l’organisation qui a envoyé l’aiguillage peut le faire (R30).',
);
export const consentMissing = refusal(
  'referral/consent-missing',
  'unprocessable',
  'No consent of this person covers this receiver, purpose and data. Nothing was sent. "missing" says what to ask the person for.',
  'Aucun consentement de cette personne ne couvre ce destinataire, cette fin et ces données. Rien n’a été envoyé. « missing » indique ce qu’il faut demander à la personne.',
);
export const consentNotFresh = refusal(
  'referral/consents-not-fresh',
  'unavailable',
  'Whether the person still agrees is not known at this moment. Try again in a few seconds.',
  'On ne sait pas en ce moment si la personne consent toujours. Réessayez dans quelques secondes.',
);
export const alreadyUnderWay = refusal(
  'referral/already-under-way',
  'conflict',
  'This person is already being referred to this receiver for this service: "referralId" says by which referral (R34).',
  'Cette personne est déjà aiguillée vers ce destinataire pour ce service : « referralId » indique par quel aiguillage (R34).',
);
export const personErased = refusal(
  'referral/person-erased',
  'conflict',
  'This person asked to be erased: nothing is written about them under this pseudonym any more (R18). If they come back, give them a new pseudonym.',
  'Cette personne a demandé à être effacée : plus rien n’est écrit à son sujet sous ce pseudonyme (R18). Si elle revient, donnez-lui un nouveau pseudonyme.',
);
export const receiverIsSender = refusal(
  'referral/receiver-is-sender',
  'unprocessable',
  'A referral goes to another organization than your own.',
  'Un aiguillage s’adresse à une autre organisation que la vôtre.',
);
export const dataClassMissing = refusal(
  'referral/data-class-missing',
  'unprocessable',
  'The referral carries data of a class that "dataClasses" does not name, so that no consent could cover it. "missing" says which.',
  'L’aiguillage porte des données d’une catégorie que « dataClasses » ne nomme pas : aucun consentement ne pourrait les couvrir. « missing » indique laquelle.',
);
export const nothingToFollow = refusal(
  'referral/nothing-to-follow',
  'unprocessable',
  '"partOf" names a referral of this person that you sent and that has ended without a service (R33).',
  '« partOf » nomme un aiguillage de cette personne que vous avez envoyé et qui a pris fin sans service (R33).',
);
export const regionUnknown = refusal(
  'referral/region-unknown',
  'unprocessable',
  'This region is not known. GET /v1/regions lists those that are.',
  'Cette région est inconnue. GET /v1/regions en donne la liste.',
);
