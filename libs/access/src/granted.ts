import { roles, type Role } from '#libs/kernel';
import {
  accessTable,
  roleMeanings,
  things,
  type Access,
  type AccessTable,
  type Capacity,
  type Thing,
  type ThingName,
} from './access-table.js';

/** One entry of the table, worked out: what the guard asks and the documents show. */
export interface Granted {
  /** Empty where anyone may, without a token. */
  readonly roles: readonly Role[];
  readonly withoutToken: boolean;
  readonly thingName: ThingName;
  readonly thing: Thing;
  readonly actsAs: readonly Capacity[];
  /** Only for the organization that operates the hub. */
  readonly operatorsAlone: boolean;
  /** Roles of people among `roles` that must have shown a second factor. */
  readonly secondFactorOf: readonly Role[];
}

/** What the table says of an operation; nothing where it has no entry. */
export function grantedFor(operation: string, table: AccessTable = accessTable): Granted | undefined {
  const entry = entryOf(operation, table);
  if (!entry) return undefined;
  const thing: Thing = things[entry.on];
  const may = entry.may === 'anyone' ? [] : entry.may === 'everyone' ? roles : entry.may;
  const actsAs = entry.as ?? thing.seenBy;
  return {
    roles: may,
    withoutToken: entry.may === 'anyone',
    thingName: entry.on,
    thing,
    actsAs,
    operatorsAlone: actsAs.every((capacity) => capacity === 'operator'),
    secondFactorOf: thing.secondFactor ? may.filter((role) => !roleMeanings[role].machine) : [],
  };
}

function entryOf(operation: string, table: AccessTable): Access | undefined {
  for (const section of Object.values(table))
    if (Object.hasOwn(section, operation)) return section[operation];
  return undefined;
}
