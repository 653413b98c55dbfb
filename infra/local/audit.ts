import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { verifyAudit, type Anchor, type AuditVerdict } from '#libs/messaging';
import pg from 'pg';
import { adminOf, type AppName } from '../postgres/databases.js';
import { StartFault } from './settings.js';

/** Chained within about a second: a line that waits for longer than this says that nobody chains. */
const waitingSecondsMax = 60;

/** Computes the audit chain of these services again; prints a line each. Returns whether all are sound. */
export async function verifyServices(
  services: readonly AppName[],
  adminUrl: string,
  anchorsOf: (service: AppName) => string,
): Promise<boolean> {
  let sound = true;
  for (const service of services) {
    const verdict = await verifyOne(service, adminOf(adminUrl, service), anchorsOf(service));
    const faults = faultsOf(verdict);
    const { verified, head, waiting, anchors } = verdict;
    const end = head ? `head ${head.number} ${head.hash.slice(0, 16)}…` : 'no head yet';
    console.log(
      `  ${service.padEnd(14)} ${faults.length === 0 ? 'sound ' : 'BROKEN'}  ${verified} lines verified, ${end}, ${anchors} told heads agree, ${waiting} wait`,
    );
    for (const fault of faults) console.log(`      ${fault}`);
    if (faults.length > 0) sound = false;
  }
  return sound;
}

async function verifyOne(service: AppName, databaseUrl: string, anchorsFile: string): Promise<AuditVerdict> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'audit verify' });
  await client.connect();
  try {
    return await verifyAudit(
      async <Row extends pg.QueryResultRow>(sql: string, parameters: readonly unknown[] = []) =>
        (await client.query<Row>(sql, [...parameters])).rows,
      service,
      anchorsIn(anchorsFile),
    );
  } finally {
    await client.end();
  }
}

function faultsOf({ fault, waiting, waitingSeconds }: AuditVerdict): string[] {
  const faults: string[] = [];
  if (fault)
    faults.push(
      `${fault.number === null ? '' : `number ${fault.number}, `}${fault.id === null ? '' : `line ${fault.id}, `}${fault.what}: ${fault.says}`,
    );
  if (waitingSeconds > waitingSecondsMax)
    faults.push(
      `not chained: ${waiting} lines wait, the oldest for ${Math.round(waitingSeconds)} s; see the log of the service.`,
    );
  return faults;
}

/** @throws StartFault naming the file and the line that is no head */
async function* anchorsIn(file: string): AsyncGenerator<Anchor> {
  if (!existsSync(file)) return;
  let place = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    place += 1;
    const anchor = headIn(line);
    if (!anchor) throw new StartFault(`Line ${place} of ${file} is not a head that was told: ${line}`);
    yield anchor;
  }
}

function headIn(line: string): Anchor | undefined {
  try {
    const { number, hash, at } = JSON.parse(line) as Anchor;
    return Number.isInteger(number) && /^[0-9a-f]{64}$/.test(hash) ? { number, hash, at } : undefined;
  } catch {
    return undefined;
  }
}
