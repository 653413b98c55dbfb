import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const SubscriptionPaused = contract({
  type: 'notifications.subscription-paused.v1',
  topic: 'notifications.subscription',
  aggregate: 'subscription',
  audience: 'parties',
  description: {
    en: 'The partner asked for a pause: deliveries wait.',
    fr: 'Le partenaire a demandé une pause : les livraisons attendent.',
  },
  data: Type.Object({
    subscriptionId: Id('subscription', 'abonnement'),
    state: Code('State from now on', 'État désormais'),
  }),
  examples: [
    {
      subscriptionId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      state: 'paused',
    },
  ],
});
