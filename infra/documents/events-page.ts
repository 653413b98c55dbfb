import { contracts, type Contract } from '#libs/contracts';

interface Field {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly anyOf?: readonly Field[];
}

/** docs/events.md: the list of events, for people. */
export function eventsPage(): string {
  const apps = [...new Set(contracts.map((contract) => contract.type.split('.')[0]!))];
  return `${[
    '# Events / Événements',
    'Generated from `libs/contracts`; do not edit. / Généré à partir de `libs/contracts`; ne pas modifier.',
    'CloudEvents 1.0. Each event travels on the topic of its aggregate, keyed by the aggregate’s id and numbered within it (`sequence`). `parties`: organizations that are party get it as webhook and feed; `public`: so do they, and subscriptions to public notices get what its last line names; `apps`: it stays between the services.',
    ...apps.flatMap((app) => [
      `## ${app}`,
      ...contracts.filter((contract) => contract.type.startsWith(`${app}.`)).map(section),
    ]),
  ].join('\n\n')}\n`;
}

const personLinked =
  '; linked to a person: police and border enforcement never get it by subscription (R4) / lié à une personne : ni la police ni les services frontaliers ne le reçoivent par abonnement (R4)';

function section(contract: Contract): string {
  const fields = Object.entries(contract.data.properties as Record<string, Field>);
  return [
    `### \`${contract.type}\``,
    `${contract.description.en}  \n${contract.description.fr}`,
    `Topic \`${contract.topic}\`, audience \`${contract.audience}\`${contract.personLinked ? personLinked : ''}`,
    [
      '| field | type | meaning / sens |',
      '|---|---|---|',
      ...fields.map(([name, field]) => `| \`${name}\` | ${typeOf(field)} | ${meaningOf(field)} |`),
    ].join('\n'),
    ...(contract.notice ? [noticeLine(contract.notice)] : []),
    ['```json', JSON.stringify(contract.examples[0], null, 2), '```'].join('\n'),
  ].join('\n\n');
}

function noticeLine(notice: NonNullable<Contract['notice']>): string {
  const fields = Object.entries(notice).map(([field, kind]) => `\`${field}\` (${kind})`);
  return `Public notice / Avis public : ${fields.join(', ')}`;
}

function typeOf(field: Field): string {
  if (field.anyOf) return field.anyOf.map(typeOf).join(' or ');
  return field.format ? `${field.type} (${field.format})` : (field.type ?? '');
}

function meaningOf(field: Field): string {
  return field.description ?? field.anyOf?.find((one) => one.description)?.description ?? '';
}
