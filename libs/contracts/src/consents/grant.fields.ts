import { Type } from 'typebox';
import { Codes, Count, Id, Time, bilingual } from '../fields.js';

/** Between apps alone: whom a consent is about. */
export const ownerAndParticipant = {
  ownerOrganizationId: Id(
    'organization whose pseudonym this is',
    'organisation à qui appartient ce pseudonyme',
  ),
  participantRef: Id('person, as that organization calls them', 'personne, selon cette organisation'),
};

/** Where an event stands among all consent events of its topic's partition: a reader that has each place has missed nothing. */
export const placeInStream = {
  partition: Count('Partition of the topic', 'Partition du sujet'),
  place: Count(
    '1, 2, 3 … among the consent events of this partition, without a hole',
    '1, 2, 3 … parmi les événements de consentement de cette partition, sans trou',
  ),
};

/** All that a grant allows now. */
export const grantState = {
  ...ownerAndParticipant,
  recipientOrganizationIds: Type.Array(
    Id('organization that may be told', 'organisation qui peut être informée'),
    {
      maxItems: 50,
      ...bilingual('Who may be told', 'Qui peut être informé'),
    },
  ),
  purposes: Codes('For what', 'À quelles fins'),
  dataClasses: Codes('Which classes of data', 'Quelles catégories de renseignements'),
  from: Time('When it begins', 'Début'),
  until: Time('When it ends by itself', 'Fin sans autre geste'),
};

export const example = {
  ownerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
  participantRef: '5f0c8a52-3c1e-4f7e-9a7d-1c2b3a4d5e6f',
  recipientOrganizationIds: ['018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62', '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e63'],
  purposes: ['referral'],
  dataClasses: ['needs', 'safety'],
  from: '2026-01-15T03:10:00.000Z',
  until: '2027-01-15T03:10:00.000Z',
  partition: 4,
  place: 17,
};
