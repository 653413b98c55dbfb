import { roles } from '#libs/kernel';
import { capacities, things, type AccessTable } from './access-table.js';

export interface Handler {
  /** Class and method, as in `AcceptReferralController.acceptReferral`. */
  readonly handler: string;
  /** The operation that it says it is. */
  readonly operation: string | undefined;
}

/** An app does not start with a table that leaves a question open; each sentence names one. */
export class AccessTableFaults extends Error {
  override readonly name = 'AccessTableFaults';
  constructor(readonly faults: readonly string[]) {
    super(
      `The access table (libs/access/src/access-table.ts) and the code do not agree:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

/** What the table and the HTTP handlers of these sections do not agree on; empty where all is said. */
export function faultsOf(
  table: AccessTable,
  sections: readonly string[],
  handlers: readonly Handler[],
): string[] {
  return [
    ...sections
      .filter((name) => !table[name])
      .map((name) => `The app "${name}" has no section in the table.`),
    ...sections.flatMap((name) => sectionFaults(name, table[name] ?? {}, handlers)),
    ...handlers.flatMap((handler) => handlerFaults(handler, table, sections, handlers)),
  ];
}

function sectionFaults(name: string, section: AccessTable[string], handlers: readonly Handler[]): string[] {
  return Object.entries(section).flatMap(([operation, { may, on, as = [] }]) => {
    const named = typeof may === 'string' ? [] : may;
    const entry = `The entry "${operation}" of "${name}"`;
    const faults: (string | false)[] = [
      !handlers.some((one) => one.operation === operation) &&
        `${entry} has no HTTP operation: delete it, or name it at its handler with @Operation('${operation}').`,
      typeof may === 'string' &&
        may !== 'anyone' &&
        may !== 'everyone' &&
        `${entry} says "${may}": who is that?`,
      typeof may !== 'string' && named.length === 0 && `${entry} names no role: nobody could call it.`,
      ...named
        .filter((role) => !roles.includes(role))
        .map((role) => `${entry} names the role "${role}", which R65 does not know.`),
      !Object.hasOwn(things, on) && `${entry} is on "${on}", which is none of the things of the table.`,
      ...as
        .filter((capacity) => !Object.hasOwn(capacities, capacity))
        .map((capacity) => `${entry} acts as "${capacity}", which is no capacity.`),
    ];
    return faults.filter((fault) => fault !== false);
  });
}

function handlerFaults(
  { handler, operation }: Handler,
  table: AccessTable,
  sections: readonly string[],
  handlers: readonly Handler[],
): string[] {
  if (operation === undefined)
    return [
      `${handler} answers HTTP and is no operation of the table: give it an entry, and @Operation with its name.`,
    ];
  const known = sections.some((name) => Object.hasOwn(table[name] ?? {}, operation));
  const twin = handlers.find((other) => other.operation === operation && other.handler !== handler);
  return [
    ...(known
      ? []
      : [
          `${handler} is "${operation}", which has no entry in ${sections.map((one) => `"${one}"`).join(' or ')}.`,
        ]),
    ...(twin && handler < twin.handler ? [`${handler} and ${twin.handler} are both "${operation}".`] : []),
  ];
}
