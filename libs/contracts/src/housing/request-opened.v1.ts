import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes, Id, Time } from '../fields.js';

export const HousingRequestOpened = contract({
  type: 'housing.request-opened.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'A need for housing goes to providers that match: codes and an area, nothing about a person (R42).',
    fr: 'Un besoin d’hébergement est transmis aux fournisseurs qui conviennent : des codes et un secteur, rien sur une personne (R42).',
  },
  data: Type.Object({
    referralId: Id('referral', 'aiguillage'),
    requesterOrganizationId: Id(
      'organization that asks for housing',
      'organisation qui demande un hébergement',
    ),
    regionCode: Code('Region', 'Région'),
    needs: Codes('Coded needs', 'Besoins codés'),
    ring: Code('How far the search reaches', 'Étendue de la recherche'),
    offersDueAt: Time('Until when offers are awaited', 'Heure limite des offres'),
  }),
  examples: [
    {
      referralId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      requesterOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
      regionCode: '3520005',
      needs: ['emergency_bed', 'women_only'],
      ring: 'province',
      offersDueAt: '2026-01-15T03:10:00.000Z',
    },
  ],
});
