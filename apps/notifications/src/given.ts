import { createHash } from 'node:crypto';
import { RegionalHubRegistered } from '#libs/contracts';

/** One notice as a subscriber has it: everything that it can see of it, by name. `truth` is the event; only the test knows. */
export interface Got {
  readonly truth: string;
  readonly seen: Readonly<Record<string, string | number>>;
}

/** What the notices themselves say: who joins by it alone learns nothing that is not public. */
const publicFacts = [
  'type',
  'time',
  'mode',
  'source',
  'data.regionCodes',
  'data.regionCode',
  'data.needs',
  'data.band',
];

/** Every attribute of a notice, flattened; what is seen beside it (headers, order of arrival) under names of its own. */
export function seenOf(
  event: { readonly data: object; readonly [attribute: string]: unknown },
  beside: Readonly<Record<string, string | number>> = {},
): Got['seen'] {
  const { data, ...attributes } = event;
  const flat = (value: unknown) => (typeof value === 'number' ? value : JSON.stringify(value));
  return {
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, flat(value)])),
    ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`data.${name}`, flat(value)])),
    bytes: JSON.stringify(event).length,
    ...beside,
  };
}

/**
 * Two subscribers put together what they got. Within notices that say the same, they pair them by each attribute in turn:
 * by equal values, and by rank, from either end. Returns the attributes that pair better than chance: of each group one
 * right pair is expected whatever its size, with a spread of one.
 */
export function joinsOf(one: readonly Got[], other: readonly Got[]): string[] {
  const groups = groupsOf(one, other);
  const chance = groups.length + 7 * Math.sqrt(groups.length) + 1;
  const names = new Set([...one, ...other].flatMap(({ seen }) => Object.keys(seen)));
  return [...names].filter((name) => {
    if (publicFacts.includes(name)) return false;
    const strategies = [sameValue, byRank, byRankFromTheEnd];
    return strategies.some(
      (pairs) => sum(groups.map((group) => rightOf(pairs(group.one, group.other, name)))) > chance,
    );
  });
}

interface Group {
  readonly one: readonly Got[];
  readonly other: readonly Got[];
}
type Pairs = readonly (readonly [Got, Got])[];

/** Notices that say the same, of both; a group of one is told apart by the facts themselves. */
function groupsOf(one: readonly Got[], other: readonly Got[]): Group[] {
  const factsOf = ({ seen }: Got) => publicFacts.map((name) => seen[name] ?? '').join(' ');
  const facts = [...new Set(one.map(factsOf))];
  return facts
    .map((fact) => ({
      one: one.filter((got) => factsOf(got) === fact),
      other: other.filter((got) => factsOf(got) === fact),
    }))
    .filter((group) => group.one.length > 1 && group.other.length > 1);
}

/** Each value that exactly one of each has. */
function sameValue(one: readonly Got[], other: readonly Got[], name: string): Pairs {
  const alone = (all: readonly Got[]) => {
    const byValue = new Map<unknown, Got | null>();
    for (const got of all) byValue.set(got.seen[name], byValue.has(got.seen[name]) ? null : got);
    return byValue;
  };
  const others = alone(other);
  return [...alone(one)].flatMap(([value, got]) => {
    const match = others.get(value);
    return got && match ? [[got, match] as const] : [];
  });
}

function byRank(one: readonly Got[], other: readonly Got[], name: string): Pairs {
  // What stands in no order by the attribute stands in an order that says nothing.
  const sorted = (all: readonly Got[], tie: (got: Got) => string) =>
    [...all].sort((a, b) => compare(a.seen[name]!, b.seen[name]!) || compare(tie(a), tie(b)));
  const drawn = (whose: string) => (got: Got) =>
    createHash('sha256').update(`${whose} ${got.truth}`).digest('hex');
  const others = sorted(other, drawn('other'));
  return sorted(one, drawn('one')).flatMap((got, rank) =>
    others[rank] ? [[got, others[rank]] as const] : [],
  );
}

function byRankFromTheEnd(one: readonly Got[], other: readonly Got[], name: string): Pairs {
  const turned = byRank(one, other, name);
  return turned.map(([got], rank) => [got, turned.at(-1 - rank)![1]] as const);
}

function compare(one: string | number, other: string | number): number {
  return one < other ? -1 : Number(one > other);
}

const rightOf = (pairs: Pairs) => pairs.filter(([got, match]) => got.truth === match.truth).length;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** A hub that serves these regions was registered. */
export function hubRegistered(hubOrganizationId: string, regionCodes: readonly string[]) {
  const { type, topic, aggregate } = RegionalHubRegistered;
  return { type, topic, aggregate, subject: hubOrganizationId, data: { hubOrganizationId, regionCodes } };
}
