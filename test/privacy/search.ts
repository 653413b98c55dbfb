import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysDatabase } from '#libs/sealing';
import pg from 'pg';
import type { LocalHub } from '../../infra/local/local-hub.js';
import { places } from '../../infra/local/settings.js';
import { apps } from '../../infra/postgres/databases.js';

/** A place where a running hub keeps or tells something, and all that it says. */
export interface SearchedPlace {
  /** `topic liaison.request`, `table liaison.event_log`, `log gateway.log`, `metrics of housing`. */
  readonly name: string;
  /** Whose database it is in, where it is a table. */
  readonly database?: string;
  readonly text: string;
}

/** Every topic, every table of every database that the services have, the keys too, every log and all metrics: as the superuser sees them. */
export async function* everyPlace(hub: LocalHub): AsyncGenerator<SearchedPlace> {
  yield* topicsOf(hub);
  for (const database of [...apps, keysDatabase]) yield* tablesOf(hub, database);
  const { logs } = places(hub.settings);
  for (const file of readdirSync(logs))
    yield { name: `log ${file}`, text: readFileSync(join(logs, file), 'utf8') };
  for (const service of [...apps, 'gateway'] as const) {
    const response = await fetch(`http://localhost:${hub.settings.ports[service]}/metrics`);
    if (!response.ok) throw new Error(`The metrics of ${service} answered ${response.status}.`);
    yield { name: `metrics of ${service}`, text: await response.text() };
  }
}

async function* topicsOf(hub: LocalHub): AsyncGenerator<SearchedPlace> {
  const broker = await hub.openBroker();
  try {
    for (const topic of hub.topics) {
      const lines: string[] = [];
      await broker.contents(topic, async (records) => {
        for (const { key, headers, value } of records)
          lines.push(`${String(key)} ${JSON.stringify(headers)} ${String(value)}`);
      });
      yield { name: `topic ${topic}`, text: lines.join('\n') };
    }
  } finally {
    await broker.close();
  }
}

async function* tablesOf(hub: LocalHub, database: string): AsyncGenerator<SearchedPlace> {
  const client = new pg.Client({ connectionString: hub.adminUrl(database) });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select line::text as text from ${name} line`);
      yield { name: `table ${database}.${name}`, database, text: rows.map(({ text }) => text).join('\n') };
    }
  } finally {
    await client.end();
  }
}

/** The places that hold one of these, in whatever form they are written down. */
export async function placesThatHold(hub: LocalHub, ...values: (string | Buffer)[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, text } of everyPlace(hub)) if (holds(text, ...values)) found.push(name);
  return found;
}

export function holds(text: string, ...values: (string | Buffer)[]): boolean {
  return values.some((value) => formsOf(value).some((form) => text.includes(form)));
}

/** As it stands, as JSON and URLs write it, and as PostgreSQL and others write its bytes. */
function formsOf(value: string | Buffer): string[] {
  const bytes = Buffer.from(value as string);
  const written = [bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')];
  if (typeof value !== 'string') return written;
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll('%20', '+'),
    value.replace(/[^\x20-\x7e]/g, '_'),
    ...written,
  ];
}
