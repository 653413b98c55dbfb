import { contracts } from '#libs/contracts';
import type { Bilingual } from '#libs/kernel';

const both = ({ en, fr }: Bilingual) => `${en}\n\n${fr}`;
const nameOf = (type: string) => type.replaceAll('.', '-');
const channelOf = (topic: string) => topic.replaceAll('.', '-');

/** AsyncAPI 3.0 of every topic between apps, from the contracts alone. */
export function asyncApi(): object {
  const topics = [...new Set(contracts.map((contract) => contract.topic))];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Liaison Hub: events',
      version: '1.0.0',
      description: both({
        en: 'Events that the services of the hub exchange: CloudEvents 1.0, Kafka binary mode, key = id of the aggregate. Identifiers, states and codes only (R12).',
        fr: 'Événements échangés par les services du carrefour : CloudEvents 1.0, mode binaire Kafka, clé = identifiant de l’agrégat. Identifiants, états et codes seulement (R12).',
      }),
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        channelOf(topic),
        {
          address: topic,
          description: `Key: id of the aggregate; order holds for each key. / Clé : identifiant de l’agrégat; l’ordre vaut pour chaque clé.`,
          messages: Object.fromEntries(
            contracts
              .filter((contract) => contract.topic === topic)
              .map((contract) => [
                nameOf(contract.type),
                { $ref: `#/components/messages/${nameOf(contract.type)}` },
              ]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map((topic) => [
        `publish-${channelOf(topic)}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${channelOf(topic)}` },
          summary: `${topic.split('.')[0]} publishes; every other app may consume.`,
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        contracts.map((contract) => [
          nameOf(contract.type),
          {
            name: contract.type,
            title: contract.type,
            summary: contract.description.en,
            description: both(contract.description),
            contentType: 'application/json',
            headers: { $ref: '#/components/schemas/headers' },
            payload: { $ref: `#/components/schemas/${nameOf(contract.type)}` },
            examples: contract.examples.map((payload) => ({ payload })),
            'x-audience': contract.audience,
            ...(contract.personLinked ? { 'x-person-linked': true } : {}),
          },
        ]),
      ),
      schemas: {
        headers: headers(),
        ...Object.fromEntries(
          contracts.map((contract) => [
            nameOf(contract.type),
            JSON.parse(JSON.stringify(contract.data)) as object,
          ]),
        ),
      },
    },
  };
}

function headers(): object {
  const text = (en: string, fr: string) => ({ type: 'string', description: `${en} / ${fr}` });
  return {
    type: 'object',
    required: [
      'ce_specversion',
      'ce_id',
      'ce_type',
      'ce_source',
      'ce_subject',
      'ce_time',
      'ce_sequence',
      'ce_mode',
    ],
    properties: {
      ce_specversion: { type: 'string', const: '1.0' },
      ce_id: text(
        'Id of the event; never changes, however often it is delivered',
        'Identifiant de l’événement; ne change jamais',
      ),
      ce_type: text('<app>.<event>.v<major>', '<application>.<événement>.v<majeure>'),
      ce_source: text('The app that owns the aggregate', 'L’application propriétaire de l’agrégat'),
      ce_subject: text('Id of the aggregate', 'Identifiant de l’agrégat'),
      ce_time: text('When it was committed, ISO 8601 UTC', 'Moment de l’enregistrement, ISO 8601 UTC'),
      ce_sequence: text(
        'Number of the event within its aggregate, zero-padded',
        'Numéro de l’événement dans son agrégat, complété de zéros',
      ),
      ce_mode: { type: 'string', enum: ['actual', 'exercise', 'test'], description: 'R62' },
      ce_aggregate: text('Name of the aggregate', 'Nom de l’agrégat'),
      ce_parties: text(
        'Organizations that are party; between apps only',
        'Organisations parties; entre applications seulement',
      ),
      ce_correlationid: text(
        'Same for all that follows from one filing',
        'Identique pour tout ce qui découle d’un dépôt',
      ),
      ce_causationid: text('The event that led to this one', 'L’événement qui a mené à celui-ci'),
      traceparent: text(
        'W3C trace context; between apps only',
        'Contexte de trace W3C; entre applications seulement',
      ),
    },
  };
}
