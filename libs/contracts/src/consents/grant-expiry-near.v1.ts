import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Time } from '../fields.js';

export const GrantExpiryNear = contract({
  type: 'consents.grant-expiry-near.v1',
  topic: 'consents.grant',
  aggregate: 'grant',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'A grant ends in 30 days: its owner may ask the person whether it shall go on (R11).',
    fr: 'Un accord prend fin dans 30 jours : son organisation peut demander à la personne s’il doit continuer (R11).',
  },
  data: Type.Object({ until: Time('When it ends', 'Fin') }),
  examples: [{ until: '2027-01-15T03:10:00.000Z' }],
});
