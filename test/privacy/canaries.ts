import { randomInt } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { grantedFor } from '#libs/access';
import { ownerOf } from '../../apps/gateway/src/routes.js';
import { places } from '../../infra/local/settings.js';
import { segmentOf, type KnownThings } from './known-things.js';
import { operations, sampleOf, textPlaces, withText, type Operation } from './requests.js';
import { everyPlace, holds } from './search.js';
import { agreed, type Answer, type ProbedHub } from './stage.js';

/** A value by which a person or a place could be found, and that occurs nowhere else. */
export interface Canary {
  readonly kind: string;
  readonly value: string;
}

export interface Leak {
  readonly kind: string;
  readonly value: string;
  readonly place: string;
}

/** Of no text is it exempt: what a partner is told belongs to somebody else. */
const webhookBodies = 'table notifications.delivery';

/** So that a body is taken but for the one text that is planted in it. */
const known: Readonly<Record<string, unknown>> = {
  ...agreed,
  receiverOrganizationId: agreed.recipients[0],
  enforcementRecipients: [],
  until: new Date(Date.now() + 7 * 86_400_000).toISOString(),
  outsideQuebec: undefined,
  forChild: undefined,
  partOf: undefined,
};

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');
const word = () => Array.from({ length: 7 }, () => 'bcdfghjklmnprstvwz'[randomInt(18)]).join('');
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

const makers: Readonly<Record<string, () => string>> = {
  name: () => `Éloïse ${capital(word())}-Ñúñez`,
  'name in syllabics': () => `ᐃᓄᒃ ${word()} ᓴᓇ`,
  telephone: () => `+1 ${digits(3)} ${digits(3)}-${digits(4)}`,
  address: () => `${digits(4)} rue ${capital(word())} Est`,
  'document number': () => `UCI ${digits(4)}-${digits(4)}-${digits(4)}`,
  'e-mail': () => `${word()}.${word()}@example.org`,
  coordinates: () => `43.${digits(9)},-79.${digits(9)}`,
  'one word': () => `zq${word()}${word()}`,
};

/** As many as are asked for, of every kind. */
export function makeCanaries(count: number): Canary[] {
  const kinds = Object.entries(makers);
  return Array.from({ length: count }, (_, index) => {
    const [kind, make] = kinds[index % kinds.length]!;
    return { kind, value: make() };
  });
}

/** Canaries through every text of every operation, and the search for them wherever they do not belong. */
export class Canaries {
  /** Through which services each was planted: their own databases may hold it. */
  private readonly planted = new Map<Canary, Set<string>>();
  private readonly errors: { operation: string; answer: Answer }[] = [];
  private turn = 0;

  constructor(
    private readonly hub: ProbedHub,
    private readonly things: KnownThings,
    readonly all: readonly Canary[],
  ) {}

  /** How many of the requests were taken: a canary that is refused everywhere proves little. */
  taken = 0;

  get plantedCount(): number {
    return this.planted.size;
  }

  /** One request for each place that takes a text: each field of a body, each query, the path, headers. Returns how many. */
  async plant(): Promise<number> {
    let requests = 0;
    for (const operation of operations) {
      for (const plant of this.placesOf(operation)) {
        requests += 1;
        await plant(this.next());
      }
    }
    return requests;
  }

  private placesOf(operation: Operation): ((canary: Canary) => Promise<void>)[] {
    const granted = grantedFor(operation.name)!;
    const { caller, thing } = granted.withoutToken
      ? { caller: null, thing: undefined }
      : this.things.callerFor(operation, granted);
    const url = operation.path.replace(/\{[^}]*\}/, thing?.id ?? 'CA-ON');
    const sample = operation.body ? sampleOf(operation.body, 'every field', known) : undefined;
    const send = async (canary: Canary, to: string, body: unknown, headers: Record<string, string> = {}) => {
      const answer = await this.hub.call(caller, operation.method, to, body, headers);
      const services = this.planted.get(canary) ?? new Set();
      this.planted.set(canary, services.add(ownerOf[segmentOf(operation)] ?? 'gateway'));
      if (answer.status >= 400) this.errors.push({ operation: operation.name, answer });
      else if (operation.method === 'POST') this.taken += 1;
    };
    const ascii = ({ value }: Canary) => value.replace(/[^\x20-\x7e]/g, '_');
    return [
      ...textPlaces(sample).map(
        (place) => (canary: Canary) => send(canary, url, withText(sample, place, canary.value)),
      ),
      ...operation.queries.map(
        (name) => (canary: Canary) =>
          send(canary, `${url}?${name}=${encodeURIComponent(canary.value)}`, sample),
      ),
      (canary) => send(canary, `${url}?${encodeURIComponent(`${canary.value} `)}=1`, sample),
      ...(operation.path.includes('{')
        ? [
            (canary: Canary) =>
              send(canary, operation.path.replace(/\{[^}]*\}/, encodeURIComponent(canary.value)), sample),
          ]
        : []),
      ...['accept-language', 'hub-mode', 'if-match', 'traceparent', 'user-agent', 'x-request-id'].map(
        (name) => (canary: Canary) => send(canary, url, sample, { [name]: ascii(canary) }),
      ),
      // A field that nobody asked for: its name, and its value.
      ...(sample === undefined
        ? []
        : [
            (canary: Canary) => send(canary, url, { ...(sample as object), note_of_mine: canary.value }),
            // A single word could be the name of a field.
            (canary: Canary) => send(canary, url, { ...(sample as object), [`${canary.value} `]: 1 }),
          ]),
    ];
  }

  private next(): Canary {
    this.turn += 1;
    return this.all[this.turn % this.all.length]!;
  }

  /** Wherever one is found that does not belong there; each place once for each canary. */
  async search(): Promise<Leak[]> {
    const leaks: Leak[] = [];
    const look = (place: string, text: string, exempt: (canary: Canary) => boolean = () => false) => {
      for (const canary of this.planted.keys())
        if (!exempt(canary) && holds(text, canary.value)) leaks.push({ ...canary, place });
    };
    for await (const { name, database, text } of everyPlace(this.hub.hub))
      look(
        name,
        text,
        (canary) =>
          database !== undefined && this.planted.get(canary)!.has(database) && name !== webhookBodies,
      );
    for (const { operation, answer } of this.errors)
      look(`error of ${operation}`, `${answer.text}\n${JSON.stringify([...answer.headers])}`);
    return leaks;
  }

  /** A leak in each kind of place, as a mistake would make it; returns the names of the places. */
  async plantLeaks(): Promise<string[]> {
    const [canary] = [...this.planted].find(([, services]) => !services.has('liaison')) ?? [];
    if (!canary) throw new Error('Every canary went through liaison: none can be planted there.');
    const { rows, hub } = this.hub;
    await rows('broker', `update record set value = value || $1 where record_offset = 0`, [canary.value]);
    await rows('liaison', `update liaison_request set status = status || $1`, [canary.value]);
    await rows('notifications', `update delivery set body = $1`, [JSON.stringify({ name: canary.value })]);
    appendFileSync(places(hub.settings).log('gateway'), `{"msg":${JSON.stringify(canary.value)}}\n`);
    this.errors.push({
      operation: 'planted',
      answer: { status: 400, text: encodeURIComponent(canary.value), headers: new Headers() },
    });
    return [
      'topic liaison.request',
      'table liaison.liaison_request',
      webhookBodies,
      'log gateway.log',
      'error of planted',
    ];
  }
}
