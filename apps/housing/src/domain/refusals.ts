import { refusal } from '#libs/kernel';

export const resourceNotFound = refusal(
  'resource/not-found',
  'not_found',
  'There is no such housing resource, or it is not yours.',
  'Cette ressource d’hébergement n’existe pas, ou n’est pas la vôtre.',
);
export const observedInFuture = refusal(
  'resource/observed-in-future',
  'unprocessable',
  'A count cannot be observed in the future. Send the time at which you counted.',
  'Un décompte ne peut dater du futur. Indiquez l’heure à laquelle vous avez compté.',
);
export const regionTooFine = refusal(
  'resource/region-too-fine',
  'unprocessable',
  'A forward sortation area is the first half of a postal code: of a confidential place name the municipality, or a wider region (R16).',
  'Une région de tri d’acheminement est la première moitié d’un code postal : pour un lieu confidentiel, indiquez la municipalité ou une région plus vaste (R16).',
);
export const regionUnknown = refusal(
  'resource/region-unknown',
  'unprocessable',
  'This region is not in the hub’s list. GET /v1/regions shows them all.',
  'Cette région n’est pas dans la liste du carrefour. GET /v1/regions les montre toutes.',
);
export const codeUnknown = refusal(
  'resource/code-unknown',
  'unprocessable',
  'One of these codes is not in the hub’s list.',
  'L’un de ces codes n’est pas dans la liste du carrefour.',
);
export const importNotAllowed = refusal(
  'resource/owned-by-another-importer',
  'forbidden',
  'This resource is kept by its provider or by another importer.',
  'Cette ressource est tenue par son fournisseur ou par un autre importateur.',
);

export const referralNotFound = refusal(
  'housing-request/referral-not-found',
  'not_found',
  'There is no such referral to your organization, or housing has not heard of it yet: try again in a moment.',
  'Aucun aiguillage de ce genre vers votre organisation, ou l’hébergement n’en a pas encore été informé : réessayez dans un instant.',
);
export const referralNotAccepted = refusal(
  'housing-request/referral-not-accepted',
  'conflict',
  'Housing can be asked for while your organization has accepted or scheduled the referral.',
  'L’hébergement peut être demandé tant que votre organisation a accepté ou planifié l’aiguillage.',
);
export const requestAlreadyOpen = refusal(
  'housing-request/already-open',
  'conflict',
  'This referral has a housing request already: its id is in "housingRequestId".',
  'Cet aiguillage a déjà une demande d’hébergement : son identifiant est dans « housingRequestId ».',
);
export const arrivalOutOfRange = refusal(
  'housing-request/arrival-out-of-range',
  'unprocessable',
  'The arrival must lie within the next 24 hours.',
  'L’arrivée doit se situer dans les 24 prochaines heures.',
);
export const requestNotFound = refusal(
  'housing-request/not-found',
  'not_found',
  'There is no such housing request, or your organization is not party to it.',
  'Cette demande d’hébergement n’existe pas, ou votre organisation n’y est pas partie.',
);
export const notTheRequester = refusal(
  'housing-request/not-the-requester',
  'forbidden',
  'Only the organization that asked for housing may do this.',
  'Seule l’organisation qui a demandé l’hébergement peut faire cela.',
);
export const requestNotOpen = refusal(
  'housing-request/not-open',
  'conflict',
  'This request takes no offers any more: see its state.',
  'Cette demande ne reçoit plus d’offres : voyez son état.',
);
export const requestHolding = refusal(
  'housing-request/already-holding',
  'conflict',
  'A unit is being held for this request already; one at a time (R41).',
  'Une unité est déjà retenue pour cette demande; une seule à la fois (R41).',
);
export const requestEnded = refusal(
  'housing-request/ended',
  'conflict',
  'This request has ended: see its state.',
  'Cette demande a pris fin : voyez son état.',
);

export const offerNotFound = refusal(
  'offer/not-found',
  'not_found',
  'There is no such offer for this request.',
  'Cette offre n’existe pas pour cette demande.',
);
export const alreadyOffered = refusal(
  'offer/already-offered',
  'conflict',
  'Your organization has an offer standing for this request.',
  'Votre organisation a déjà une offre en cours pour cette demande.',
);
export const offerNotStanding = refusal(
  'offer/not-standing',
  'conflict',
  'This offer stands no more: choose another.',
  'Cette offre n’est plus valable : choisissez-en une autre.',
);
export const resourceDoesNotFit = refusal(
  'offer/resource-does-not-fit',
  'unprocessable',
  'This resource does not meet what is asked for: "missing" names it.',
  'Cette ressource ne répond pas à ce qui est demandé : « missing » le nomme.',
);
export const resourceFull = refusal(
  'offer/nothing-available',
  'conflict',
  'By its last figures this resource has no room. Report new figures first if that is wrong.',
  'D’après ses derniers chiffres, cette ressource est complète. Signalez d’abord de nouveaux chiffres si c’est inexact.',
);

export const holdNotFound = refusal(
  'hold/not-found',
  'not_found',
  'There is no such hold, or your organization is not party to it.',
  'Cette retenue n’existe pas, ou votre organisation n’y est pas partie.',
);
export const nothingAvailable = refusal(
  'hold/nothing-available',
  'conflict',
  'Nothing is available there at this moment: somebody else was first (R39). Choose another offer.',
  'Rien n’y est disponible en ce moment : quelqu’un d’autre a été plus rapide (R39). Choisissez une autre offre.',
);
export const overcommitted = refusal(
  'hold/resource-overcommitted',
  'conflict',
  'More is promised there than there is: no new holds until the figures change (R38).',
  'On y a promis plus qu’il n’y a : aucune nouvelle retenue avant de nouveaux chiffres (R38).',
);
export const phoneOnly = refusal(
  'hold/phone-only',
  'conflict',
  'This provider takes holds by telephone only (R40).',
  'Ce fournisseur n’accepte les retenues que par téléphone (R40).',
);
export const holdExpired = refusal(
  'hold/expired',
  'conflict',
  'This hold has expired: the unit is free again (R39).',
  'Cette retenue est échue : l’unité est de nouveau libre (R39).',
);
export const holdEnded = refusal(
  'hold/not-in-this-state',
  'conflict',
  'The hold is in another state: "state" says which.',
  'La retenue est dans un autre état : « state » dit lequel.',
);
export const extendedAlready = refusal(
  'hold/extended-already',
  'conflict',
  'A hold is extended once only (R40).',
  'Une retenue ne se prolonge qu’une fois (R40).',
);
export const notTheProvider = refusal(
  'hold/not-the-provider',
  'forbidden',
  'Only the provider of this place may do this (R30).',
  'Seul le fournisseur de ce lieu peut faire cela (R30).',
);
export const notTheHoldsRequester = refusal(
  'hold/not-the-requester',
  'forbidden',
  'Only the organization that asked for this hold may do this (R30).',
  'Seule l’organisation qui a demandé cette retenue peut faire cela (R30).',
);
