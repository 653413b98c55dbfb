import { randomInt } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grantedFor } from '#libs/access';
import { ownerOf } from '../../apps/gateway/src/routes.js';
import { places } from '../../infra/local/settings.js';
import { apps } from '../../infra/postgres/databases.js';
import { segmentOf, type KnownThings } from './known-things.js';
import { operations, sampleOf, textPlaces, withText, type Operation } from './requests.js';
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
        if (!exempt(canary) && formsOf(canary.value).some((form) => text.includes(form)))
          leaks.push({ ...canary, place });
    };
    look('topics', await this.textOf('broker', ['record']));
    for (const app of apps)
      look(`database ${app}`, await this.textOf(app), (canary) => this.planted.get(canary)!.has(app));
    look('webhook bodies', (await this.rowsAsText('notifications', 'delivery', 'body')).join('\n'));
    const { logs } = places(this.hub.hub.settings);
    for (const file of readdirSync(logs)) look(`log ${file}`, readFileSync(join(logs, file), 'utf8'));
    for (const app of [...apps, 'gateway'] as const) look(`metrics of ${app}`, await this.metricsOf(app));
    for (const { operation, answer } of this.errors)
      look(`error of ${operation}`, `${answer.text}\n${JSON.stringify([...answer.headers])}`);
    return leaks;
  }

  private async metricsOf(app: (typeof apps)[number] | 'gateway'): Promise<string> {
    const response = await fetch(`http://localhost:${this.hub.hub.settings.ports[app]}/metrics`);
    if (!response.ok) throw new Error(`The metrics of ${app} answered ${response.status}.`);
    return response.text();
  }

  /** Every row of every table, or of these. */
  private async textOf(database: string, tables?: readonly string[]): Promise<string> {
    const names =
      tables ??
      (
        await this.hub.rows<{ name: string }>(
          database,
          `select table_name as name from information_schema.tables
           where table_schema = 'public' and table_type = 'BASE TABLE'`,
        )
      ).map(({ name }) => name);
    const texts = await Promise.all(names.map((name) => this.rowsAsText(database, name)));
    return texts.flat().join('\n');
  }

  private async rowsAsText(database: string, table: string, column = 'row'): Promise<string[]> {
    const what = column === 'row' ? 'whole::text' : `whole.${column}::text`;
    const rows = await this.hub.rows<{ text: string }>(
      database,
      `select ${what} as text from ${table} whole`,
    );
    return rows.map(({ text }) => text);
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
    return ['topics', 'database liaison', 'webhook bodies', 'log gateway.log', 'error of planted'];
  }
}

/** As it stands, as JSON and URLs write it, and as PostgreSQL writes its bytes. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll('%20', '+'),
    value.replace(/[^\x20-\x7e]/g, '_'),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
  ];
}
