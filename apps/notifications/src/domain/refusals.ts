import { refusal } from '#libs/kernel';

export const subscriptionNotFound = refusal(
  'subscription/not-found',
  'not_found',
  'There is no such subscription, or it is not yours.',
  'Cet abonnement n’existe pas ou ne vous appartient pas.',
);
export const subscriptionNotInThisState = refusal(
  'subscription/not-in-this-state',
  'conflict',
  'The subscription is in a state that does not allow this. "state" says which; "allowedFrom" says from which it is.',
  'L’état de l’abonnement ne permet pas cette action. « state » indique cet état; « allowedFrom », ceux qui la permettent.',
);
export const tooManySubscriptions = refusal(
  'subscription/too-many',
  'conflict',
  'Your organization has as many subscriptions as it may have. Delete one that is not used any more.',
  'Votre organisation a atteint le nombre maximal d’abonnements. Supprimez-en un qui ne sert plus.',
);
export const urlNotAllowed = refusal(
  'subscription/url-not-allowed',
  'unprocessable',
  'Notices go to https addresses on the public network only, without a user name in them (R64).',
  'Les avis ne sont envoyés qu’à des adresses https du réseau public, sans nom d’utilisateur (R64).',
);
export const eventTypeUnknown = refusal(
  'subscription/event-type-unknown',
  'unprocessable',
  'An event type is one of the event documentation, or "*" for all of them, or such as "housing.*" for all of one service.',
  'Un type d’événement figure dans la documentation des événements; « * » les désigne tous, « housing.* » tous ceux d’un service.',
);
export const personLinkedNotForEnforcement = refusal(
  'subscription/person-linked-refused',
  'unprocessable',
  'Police and border enforcement get no event that is linked to a person by subscription (R4). Name the types that you want: "personLinked" lists those that are refused.',
  'La police et les services frontaliers ne reçoivent par abonnement aucun événement lié à une personne (R4). Nommez les types voulus : « personLinked » énumère ceux qui sont refusés.',
);
export const deliveryNotFound = refusal(
  'delivery/not-found',
  'not_found',
  'There is no such delivery, or it is not yours.',
  'Cette livraison n’existe pas ou ne vous appartient pas.',
);
export const deliveryNotDead = refusal(
  'delivery/not-dead-lettered',
  'conflict',
  'Only a delivery that was given up, and whose content is still kept, can be replayed; this one is under way, arrived, is too old, or is a challenge: verify the subscription instead.',
  'Seule une livraison abandonnée dont le contenu est encore conservé peut être rejouée; celle-ci est en cours, arrivée ou trop ancienne, ou c’est un défi : vérifiez plutôt l’abonnement.',
);
