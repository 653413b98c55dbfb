/**
 * R1: nothing in the hub may ask, keep or weigh whether a person cooperates with police, prosecution or immigration
 * enforcement; R3: what a refusal rests on is one word, `conditionality`. These are the words by which it would be noticed,
 * in English and in French, wherever something has a name or says something.
 */
const words: readonly string[] = [
  ...['co ?operat', 'cooper(e|es|er|ant)\\b', 'collabor', '\\b(un)?willing', 'bonne volonte', 'credib'],
  ...['testif', 'testimon', 'temoign', 'temoins?\\b', 'witness', '\\bdepositions?\\b', 'denonc', 'denounc'],
  ...[
    'informants?\\b',
    'plaintes?\\b',
    'prosecut',
    'poursuites?\\b',
    'procureur',
    'enquete',
    '\\binvestigat',
  ],
  ...[
    '\\bpolic(e|ing|ier|iers|iere|ieres)\\b',
    '\\blaw enforcement',
    'forces? de l ordre',
    'press(es|ing)? charges',
  ],
  ...[
    'criminal (case|charge|proceeding)',
    'poursuivre en justice',
    '\\bdeport(ed|ation|ations)?\\b',
    'expuls',
  ],
];
const asked = new RegExp(words.join('|'), 'g');

/** A place where something is said, and what. */
export interface Said {
  readonly place: string;
  readonly text: string;
}

interface Allowed {
  readonly text: RegExp;
  /** The only places where it may stand; everywhere, where none is named. */
  readonly place?: RegExp;
  readonly because: string;
}

/** What these words may say nevertheless, each with its reason. One that nothing needs any more fails the test. */
export const allowed: readonly Allowed[] = [
  { text: /Royal Canadian Mounted Police/, because: 'the name of a department that taskings go to' },
  {
    text: /Public Prosecution Service of Canada|Service des poursuites pénales du Canada/,
    because: 'the name of a department that taskings go to',
  },
  {
    text: /^Police$/i,
    place: /organization-?type|EnterApplicationBody|organizations\/|OrganizationAnswer/i,
    because: 'a type of organization, by which R4 keeps what is linked to a person from it',
  },
  {
    text: /\['police', 'Police', 'Police'\]|=== 'police'/,
    place: /libs\/codes\/src\/lists\/organizations\.ts/,
    because: 'the same type, where it is declared',
  },
  {
    text: /(a police force|police) (and|or) (the enforcement at the border|border enforcement)|a police force|(La police et les|Police ou) services frontaliers/i,
    because: 'R4 said in words: who gets nothing that is linked to a person',
  },
];

/** The words that break R1 in what is said. */
export function askedIn({ place, text }: Said, used?: Set<Allowed>): string[] {
  let rest = text;
  for (const one of allowed) {
    if (one.place && !one.place.test(place)) continue;
    const without = rest.replace(new RegExp(one.text, `g${one.text.flags}`), ' ');
    if (without !== rest) used?.add(one);
    rest = without;
  }
  return [...plain(rest).matchAll(asked)].map(([word]) => word);
}

/** camelCase, snake_case, accents and punctuation apart: plain words. */
function plain(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ');
}

/** Every name and every text of a document, a list or a module, with the way to it. */
export function saidBy(value: unknown, place: string): Said[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (value instanceof Error || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(Array.isArray(value) ? [] : [{ place: `${place}/${name}`, text: name }]),
    ...saidBy(inner, `${place}/${name}`),
  ]);
}

export interface CooperationBreach extends Said {
  readonly words: readonly string[];
}

export function cooperationIn(said: readonly Said[], used?: Set<Allowed>): CooperationBreach[] {
  return said
    .map((one) => ({ ...one, words: askedIn(one, used) }))
    .filter(({ words: found }) => found.length > 0);
}
