import { setTimeout as sleep } from 'node:timers/promises';
import { keysDatabase } from '#libs/sealing';
import pg from 'pg';
import { adminOf, appsThatSeal } from '../postgres/databases.js';
import { addMasterKey, masterKeyIds, removeMasterKey } from './master-keys.js';
import { StartFault } from './settings.js';

/** A service wraps its keys anew a batch after the other. */
const rewrapSecondsMax = 300;

interface Wrapped {
  readonly app: string;
  /** null: destroyed. */
  readonly id: string | null;
  readonly count: number;
}

/** Master keys by name, and what each wraps; never a key. */
export async function showKeys(adminUrl: string, file: string): Promise<void> {
  const wrapped = await wrappedKeys(adminUrl);
  for (const [index, id] of masterKeyIds(file).entries()) {
    const own = wrapped.filter((one) => one.id === id);
    console.log(
      `  ${id.padEnd(14)} ${index === 0 ? 'current' : 'earlier'}  ${own.map(({ app, count }) => `${app} ${count}`).join(', ') || 'wraps nothing'}`,
    );
  }
  for (const { app, id, count } of wrapped) {
    if (id === null) console.log(`  ${app}: ${count} keys were destroyed`);
    else if (!masterKeyIds(file).includes(id))
      console.log(`  ${app}: ${count} keys are wrapped by "${id}", which is not in ${file}: put it back`);
  }
}

/** A new master key, the current one from now on; ends when every service has wrapped its keys with it. */
export async function rotateKeys(adminUrl: string, file: string): Promise<void> {
  const current = addMasterKey(file);
  console.log(`  "${current}" is the current master key. Services wrap their keys anew …`);
  const until = performance.now() + rewrapSecondsMax * 1000;
  for (;;) {
    await lookNow(adminUrl);
    const left = (await wrappedKeys(adminUrl)).filter(({ id }) => id !== null && id !== current);
    if (left.length === 0) break;
    if (performance.now() > until)
      throw new StartFault(
        `After ${rewrapSecondsMax} s an earlier master key still wraps ${left.map(({ app, count }) => `${count} keys of ${app}`).join(', ')}: see their logs. Both go on to open; run "keys" to look again.`,
      );
    await sleep(500);
  }
  const earlier = masterKeyIds(file).slice(1);
  console.log(
    `  It wraps all keys. Earlier ones may go: ${earlier.map((id) => `keys forget ${id}`).join(', ')}`,
  );
}

/** @throws StartFault where it is the current one, is not there, or still wraps something */
export async function forgetKey(adminUrl: string, file: string, id: string): Promise<void> {
  const ids = masterKeyIds(file);
  if (!ids.includes(id))
    throw new StartFault(`There is no master key "${id}". There are ${ids.join(', ')}.`, 2);
  if (id === ids[0]) throw new StartFault(`"${id}" is the current master key: "keys rotate" first.`);
  const wraps = (await wrappedKeys(adminUrl)).filter((one) => one.id === id);
  if (wraps.length > 0)
    throw new StartFault(
      `"${id}" still wraps ${wraps.map(({ app, count }) => `${count} keys of ${app}`).join(', ')}: without it they could not be read. "keys rotate" first.`,
    );
  removeMasterKey(file, id);
  console.log(
    `  "${id}" is gone. Backups of the database ${keysDatabase} from before the rotation need it: keep it apart as long as them.`,
  );
}

/** The demonstration moves the time there and back: what was due soon then would be due late now. */
async function lookNow(adminUrl: string): Promise<void> {
  for (const app of appsThatSeal)
    await rowsOf(
      adminOf(adminUrl, app),
      `update deadline set due_at = hub_now() where kind = 'rewrap-keys' and due_at > hub_now()`,
    );
}

function wrappedKeys(adminUrl: string): Promise<Wrapped[]> {
  return rowsOf<Wrapped>(
    adminOf(adminUrl, keysDatabase),
    'select app, master_key_id as id, count(*)::int as count from subject_key group by 1, 2 order by 1, 2',
  );
}

async function rowsOf<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'keys' });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
