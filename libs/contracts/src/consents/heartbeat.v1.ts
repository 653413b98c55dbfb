import { Type } from 'typebox';
import { contract } from '../contract.js';
import { bilingual, Code, Count, Time } from '../fields.js';

export const ConsentsHeartbeat = contract({
  type: 'consents.heartbeat.v1',
  topic: 'consents.heartbeat',
  aggregate: 'heartbeat',
  audience: 'apps',
  isFleeting: true,
  description: {
    en: 'How many consent events had been written to each partition at this time: who has applied as many has read to there.',
    fr: 'Nombre d’événements de consentement écrits dans chaque partition à ce moment : qui en a appliqué autant a lu jusque-là.',
  },
  data: Type.Object({
    at: Time('When it was so', 'Moment visé'),
    streams: Type.Array(
      Type.Object({
        stream: Code('Aggregate: grant or legal_exception', 'Agrégat : grant ou legal_exception'),
        partition: Count('Partition of its topic', 'Partition de son sujet'),
        place: Count('Events written so far', 'Événements écrits jusque-là'),
      }),
      {
        maxItems: 64,
        ...bilingual('Partitions that hold an event', 'Partitions qui contiennent un événement'),
      },
    ),
  }),
  examples: [
    {
      at: '2026-01-15T03:10:00.000Z',
      streams: [
        { stream: 'grant', partition: 4, place: 19 },
        { stream: 'legal_exception', partition: 1, place: 3 },
      ],
    },
  ],
});
