import { Type } from 'typebox';
import { ownerAndParticipant } from './consents/grant.fields.js';
import { contract } from './contract.js';
import { bilingual, Code, Id, Nullable, Time } from './fields.js';

/**
 * A line of an app's audit about a person, told to `consents`, which answers "who saw my file" (R17). Who is told as
 * organization and role: the member stays in the app's audit.
 */
export function recordAccessed<const App extends string>(app: App, recordType: string) {
  return contract({
    type: `${app}.record-accessed.v1`,
    topic: `${app}.access`,
    aggregate: 'access',
    audience: 'apps',
    description: {
      en: 'Somebody read or changed a record about a person: who, when, and on what consent or law (R17).',
      fr: 'Quelqu’un a lu ou modifié un dossier au sujet d’une personne : qui, quand et selon quel consentement ou quelle loi (R17).',
    },
    data: Type.Object({
      ...ownerAndParticipant,
      recordType: Code('Kind of record', 'Type de dossier'),
      action: Code('read or written', 'read (lu) ou written (modifié)'),
      eventTypes: Type.Array(Type.String({ pattern: '^[a-z]+\\.[a-z-]+\\.v[1-9]\\d*$' }), {
        maxItems: 20,
        ...bilingual('What was changed: types of events', 'Ce qui a changé : types d’événements'),
      }),
      at: Time('When it was done', 'Moment'),
      byOrganizationId: Nullable(
        Id(
          'organization that did it; null: the hub itself',
          'organisation qui l’a fait; null : le carrefour même',
        ),
      ),
      role: Nullable(Code('In which role', 'Dans quel rôle')),
      consentRef: Nullable(Id('grant or legal exception', 'consentement ou exception légale')),
    }),
    examples: [
      {
        ownerOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e61',
        participantRef: '5f0c8a52-3c1e-4f7e-9a7d-1c2b3a4d5e6f',
        recordType,
        action: 'read',
        eventTypes: [],
        at: '2026-01-15T03:10:00.000Z',
        byOrganizationId: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e62',
        role: 'hub_coordinator',
        consentRef: '018f3c5e-7b1a-7c3d-9e2f-0a1b2c3d4e99',
      },
    ],
  });
}
