import { refusal } from '#libs/kernel';

/** Refusals that are nobody's rule: what the platform itself says. */
export const requestInvalid = refusal(
  'request/invalid',
  'malformed',
  'The request does not have the form that is asked for. "errors" names each field and what is wrong with it.',
  'La requête n’a pas la forme demandée. « errors » nomme chaque champ et ce qui ne convient pas.',
);
export const requestMalformed = refusal(
  'request/malformed',
  'malformed',
  'The request cannot be read: the body must be JSON, the address well-formed.',
  'La requête est illisible : le corps doit être du JSON et l’adresse bien formée.',
);
export const noSuchThing = refusal(
  'request/not-found',
  'not_found',
  'There is no such thing here, or it is not yours to see.',
  'Cet élément n’existe pas ici, ou il ne vous est pas accessible.',
);
export const unavailable = refusal(
  'service/unavailable',
  'unavailable',
  'The service cannot reach its database at the moment. Nothing was lost; try again shortly.',
  'Le service ne peut joindre sa base de données pour le moment. Rien n’est perdu; réessayez sous peu.',
);
export const notReady = {
  code: 'service/not-ready',
  titles: {
    en: 'Not everything that this needs is there. "checks" names what is missing.',
    fr: 'Il manque un élément nécessaire. « checks » nomme ce qui manque.',
  },
};
export const tooLarge = {
  code: 'request/too-large',
  titles: {
    en: 'The request is larger than is taken here.',
    fr: 'La requête dépasse la taille acceptée ici.',
  },
};
export const tooSlow = {
  code: 'request/too-slow',
  titles: {
    en: 'The request did not arrive in time. Send it again, in one go.',
    fr: 'La requête n’est pas arrivée à temps. Renvoyez-la d’un seul trait.',
  },
};
export const wrongMediaType = {
  code: 'request/unsupported-media-type',
  titles: {
    en: 'The body must be JSON: send "Content-Type: application/json".',
    fr: 'Le corps doit être du JSON : envoyez « Content-Type: application/json ».',
  },
};
export const tooMany = refusal(
  'request/too-many',
  'too_many',
  'Too many requests within a minute: "limit" says whose. Wait as long as Retry-After says.',
  'Trop de requêtes en une minute : « limit » dit de qui. Attendez le délai indiqué par Retry-After.',
);
export const internal = {
  code: 'service/fault',
  titles: {
    en: 'Something failed on our side. The trace id helps us to find it.',
    fr: 'Une erreur s’est produite de notre côté. L’identifiant de trace nous aide à la trouver.',
  },
};
