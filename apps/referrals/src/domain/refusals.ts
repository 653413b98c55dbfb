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
