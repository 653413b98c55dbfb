import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const SubscriptionResumed = contract({
  type: 'notifications.subscription-resumed.v1',
  topic: 'notifications.subscription',
  aggregate: 'subscription',
  audience: 'parties',
  description: {
    en: 'The pause is over: what waited is delivered.',
    fr: 'La pause est terminée : ce qui attendait est livré.',
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
