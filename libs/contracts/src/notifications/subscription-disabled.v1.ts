import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Id } from '../fields.js';

export const SubscriptionDisabled = contract({
  type: 'notifications.subscription-disabled.v1',
  topic: 'notifications.subscription',
  aggregate: 'subscription',
  audience: 'parties',
  description: {
    en: 'Deliveries stopped: the endpoint is gone, or failed too long (R64).',
    fr: 'Les livraisons ont cessé : l’adresse a disparu ou échoue depuis trop longtemps (R64).',
  },
  data: Type.Object({
    subscriptionId: Id('subscription', 'abonnement'),
    reasonCode: Code('Reason', 'Motif'),
  }),
  examples: [
    {
      subscriptionId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      reasonCode: 'endpoint_gone',
    },
  ],
});
