import { emergencyNumbers } from '#libs/codes';
import { refusal } from '#libs/kernel';

export const requestNotFound = refusal(
  'liaison-request/not-found',
  'not_found',
  'There is no such liaison request, or your organization is not party to it.',
  'Cette demande de liaison n’existe pas, ou votre organisation n’y est pas partie.',
);
export const kindNotServed = refusal(
  'liaison-request/kind-not-served-yet',
  'unprocessable',
  'The hub does not serve this kind of request yet. It serves those in "servedKinds".',
  'Le carrefour ne traite pas encore ce genre de demande. Il traite ceux de « servedKinds ».',
);
/** R28: never queued, always with the numbers. */
export const safetyConcernNotServed = refusal(
  'liaison-request/safety-concern-call-now',
  'unprocessable',
  `The hub is not an emergency service. ${emergencyNumbers.notice.en}`,
  `Le carrefour n’est pas un service d’urgence. ${emergencyNumbers.notice.fr}`,
);
export const needsMissing = refusal(
  'liaison-request/needs-missing',
  'unprocessable',
  'A housing gap needs at least one coded need, so that a place can be found.',
  'Un manque d’hébergement exige au moins un besoin codé, pour qu’une place puisse être trouvée.',
);
export const regionUnknown = refusal(
  'liaison-request/region-unknown',
  'unprocessable',
  'There is no such region. Take a code of GET /v1/regions.',
  'Cette région n’existe pas. Prenez un code de GET /v1/regions.',
);
export const noOffice = refusal(
  'liaison-request/no-office-registered',
  'unavailable',
  'No liaison office is registered yet, so nobody would answer. Try again shortly.',
  'Aucun bureau de liaison n’est encore inscrit; personne ne répondrait. Réessayez sous peu.',
);
export const notInThisState = refusal(
  'liaison-request/not-in-this-state',
  'conflict',
  'The request is not in a state that allows this. "state" says where it stands.',
  'L’état de la demande ne permet pas cette action. « state » indique où elle en est.',
);
export const notTheOffice = refusal(
  'liaison-request/office-only',
  'forbidden',
  'Only the liaison office that holds the request may do this.',
  'Seul le bureau de liaison saisi de la demande peut le faire.',
);
export const notTheSender = refusal(
  'liaison-request/sender-only',
  'forbidden',
  'Only the organization that filed the request may do this.',
  'Seule l’organisation qui a déposé la demande peut le faire.',
);
export const urgencyLowered = refusal(
  'liaison-request/urgency-lowered',
  'conflict',
  'Triage may not go below the urgency that the sender stated (R22).',
  'Le triage ne peut descendre sous l’urgence indiquée par l’expéditeur (R22).',
);
export const departmentUnknown = refusal(
  'liaison-request/department-not-registered',
  'unprocessable',
  'A department that was named has no organization in the directory yet, so nobody would answer for it.',
  'Un ministère nommé n’a pas encore d’organisation au répertoire; personne ne répondrait pour lui.',
);
export const hubUnknown = refusal(
  'liaison-request/hub-does-not-serve-region',
  'unprocessable',
  'This organization is no regional hub for the region of the request.',
  'Cette organisation n’est pas un carrefour régional pour la région de la demande.',
);
export const nothingToRoute = refusal(
  'liaison-request/nothing-to-route-to',
  'unprocessable',
  'Route to at least one department or a regional hub, or answer directly.',
  'Acheminez à au moins un ministère ou un carrefour régional, ou répondez directement.',
);
export const taskingsOpen = refusal(
  'liaison-request/taskings-open',
  'conflict',
  'A department has neither answered nor been named as overdue (R23).',
  'Un ministère n’a ni répondu ni été nommé en retard (R23).',
);
export const taskingNotFound = refusal(
  'tasking/not-found',
  'not_found',
  'There is no such tasking, or your organization is not party to it.',
  'Ce mandat n’existe pas, ou votre organisation n’y est pas partie.',
);
export const taskingNotInThisState = refusal(
  'tasking/not-in-this-state',
  'conflict',
  'The tasking is not in a state that allows this. "state" says where it stands.',
  'L’état du mandat ne permet pas cette action. « state » indique où il en est.',
);
export const notTheDepartment = refusal(
  'tasking/department-only',
  'forbidden',
  'Only the department that the tasking names may do this (R24).',
  'Seul le ministère nommé dans le mandat peut le faire (R24).',
);
