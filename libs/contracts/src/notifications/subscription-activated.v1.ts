import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const SubscriptionActivated = contract({
  type: 'notifications.subscription-activated.v1',
  topic: 'notifications.subscription',
  aggregate: 'subscription',
  audience: 'parties',
  description: {
    en: 'The receiver proved that it holds the endpoint: deliveries begin (R64).',
    fr: 'Le destinataire a prouvé qu’il détient l’adresse : les livraisons commencent (R64).',
  },
  data: Type.Object({
    subscriptionId: Id('subscription', 'abonnement'),
    state: Code('New state', 'Nouvel état'),
  }),
  examples: [
    {
      subscriptionId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      state: 'active',
    },
  ],
});
