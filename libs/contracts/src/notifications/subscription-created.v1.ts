import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const SubscriptionCreated = contract({
  type: 'notifications.subscription-created.v1',
  topic: 'notifications.subscription',
  aggregate: 'subscription',
  audience: 'parties',
  description: {
    en: 'A partner system asked for events; nothing is sent before its endpoint is verified (R64).',
    fr: 'Un système partenaire a demandé des événements; rien n’est envoyé avant la vérification de son adresse (R64).',
  },
  data: Type.Object({
    subscriptionId: Id('subscription', 'abonnement'),
    state: Code('State from now on', 'État désormais'),
  }),
  examples: [
    {
      subscriptionId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      state: 'pending_verification',
    },
  ],
});
