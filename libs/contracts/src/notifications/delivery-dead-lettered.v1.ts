import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Count, Id } from '../fields.js';

export const DeliveryDeadLettered = contract({
  type: 'notifications.delivery-dead-lettered.v1',
  topic: 'notifications.delivery',
  aggregate: 'delivery',
  audience: 'parties',
  description: {
    en: 'A delivery was given up after the whole schedule; it can be replayed.',
    fr: 'Une livraison a été abandonnée après tout le calendrier; elle peut être rejouée.',
  },
  data: Type.Object({
    subscriptionId: Id('subscription', 'abonnement'),
    eventId: Id('event that was to be delivered', 'événement à livrer'),
    attempts: Count('Attempts made', 'Tentatives faites'),
  }),
  examples: [
    {
      subscriptionId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e5f',
      eventId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e60',
      attempts: 10,
    },
  ],
});
