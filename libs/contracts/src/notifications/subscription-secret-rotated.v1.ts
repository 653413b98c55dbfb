import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const SubscriptionSecretRotated = contract({
  type: 'notifications.subscription-secret-rotated.v1',
  topic: 'notifications.subscription',
  aggregate: 'subscription',
  audience: 'parties',
  description: {
    en: 'A new signing secret exists; for a day both sign (R64).',
    fr: 'Une nouvelle clé de signature existe; pendant une journée, les deux signent (R64).',
  },
  data: Type.Object({
    subscriptionId: Id('subscription', 'abonnement'),
    state: Code('State from now on', 'État désormais'),
  }),
  examples: [
    {
      subscriptionId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      state: 'active',
    },
  ],
});
