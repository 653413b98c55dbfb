import { accessTable, capacities, grantedFor, roleMeanings, things, type Thing } from '#libs/access';
import type { Bilingual } from '#libs/kernel';

/** Of the OpenAPI document: what is shown of an operation. */
export interface DocumentedPaths {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly operationId: string; readonly summary: string }>>>
  >;
}

const both = ({ en, fr }: Bilingual) => `${en} / ${fr}`;
const listed = (texts: readonly Bilingual[]) =>
  [texts.map(({ en }) => en).join(', '), texts.map(({ fr }) => fr).join(', ')].join(' / ');

const reasons: Readonly<Record<NonNullable<Thing['secondFactor']>, Bilingual>> = {
  'about a person': { en: 'yes, it is about a person', fr: 'oui, cela concerne une personne' },
  administration: { en: 'yes, it is administration', fr: 'oui, c’est de l’administration' },
};

/** docs/access.md: who may do what, for people. */
export function accessPage(document: DocumentedPaths): string {
  const summaries = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId, summary }]) =>
          [operationId, `${summary}<br>\`${method.toUpperCase()} ${path}\``] as const,
      ),
    ),
  );
  return `${[
    '# Who may do what / Qui peut faire quoi',
    'Generated from `libs/access/src/access-table.ts`; do not edit. / Généré à partir de `libs/access/src/access-table.ts`; ne pas modifier.',
    'No token, or one that is not valid: 401. A role that is not named here, no second factor where one is asked for, or an administrator of another organization where the operators alone may: 403. A thing of others: 404, as if it did not exist. An operation without an entry here lets no service start.',
    'Sans jeton, ou jeton non valable : 401. Un rôle qui n’est pas nommé ici, pas de second facteur là où il en faut un, ou l’administration d’une autre organisation là où seule l’exploitation le peut : 403. Ce qui est à d’autres : 404, comme si cela n’existait pas. Une opération qui n’a pas d’entrée ici empêche tout service de démarrer.',
    '## What there is, and who sees it / Ce qui existe, et qui le voit',
    table(
      ['thing / élément', 'seen by / visible pour', 'second factor / second facteur'],
      Object.values(things).map((thing: Thing) => [
        both(thing.name),
        listed(thing.seenBy.map((capacity) => capacities[capacity])),
        thing.secondFactor ? both(reasons[thing.secondFactor]) : 'no / non',
      ]),
    ),
    '## Roles / Rôles',
    'A second factor is asked of people. A machine has none: it proves itself with a key of its own, gets short tokens and is refused within a minute once its access ends. / Le second facteur est demandé aux personnes. Une machine n’en a pas : elle se légitime par sa propre clé, reçoit des jetons de courte durée et est refusée en moins d’une minute une fois son accès terminé.',
    table(
      ['role / rôle', 'who / qui', 'person or machine / personne ou machine'],
      Object.entries(roleMeanings).map(([role, { name, machine }]) => [
        `\`${role}\``,
        both(name),
        machine ? 'machine / machine' : 'person / personne',
      ]),
    ),
    ...Object.entries(accessTable).flatMap(([section, operations]) => [
      `## ${section === 'every app' ? 'Every app, on its own port / Chaque application, sur son propre port' : section}`,
      table(
        [
          'operation / opération',
          'roles / rôles',
          'acting as / en qualité de',
          'second factor / second facteur',
        ],
        Object.keys(operations).map((operation) => row(operation, summaries.get(operation))),
      ),
    ]),
  ].join('\n\n')}\n`;
}

function row(operation: string, summary: string | undefined): string[] {
  const granted = grantedFor(operation)!;
  return [
    `\`${operation}\`${summary ? `<br>${summary}` : ''}`,
    rolesOf(operation),
    listed(granted.actsAs.map((capacity) => capacities[capacity])),
    secondFactorOf(operation),
  ];
}

function rolesOf(operation: string): string {
  const { withoutToken, roles } = grantedFor(operation)!;
  if (withoutToken) return 'anyone / toute personne';
  if (roles.length === Object.keys(roleMeanings).length) return 'every role / tout rôle';
  return roles.map((role) => `\`${role}\``).join(', ');
}

function secondFactorOf(operation: string): string {
  const { roles, secondFactorOf: asked } = grantedFor(operation)!;
  if (asked.length === 0) return 'no / non';
  return asked.length === roles.length ? 'yes / oui' : 'of people / des personnes';
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
