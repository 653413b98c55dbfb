import type { Query } from '../tx/tx.js';
import { auditLineColumns, chainBegin, hashOf, type AuditLine } from './chain.js';

/** A head that was told outside the database. */
export interface Anchor {
  readonly number: number;
  /** Hexadecimal. */
  readonly hash: string;
  /** When it was told, ISO 8601. */
  readonly at: string;
}

/** The first line that is not what was chained. */
export interface AuditFault {
  /** In the chain; null where the line is in no chain. */
  readonly number: number | null;
  /** Of the line in `audit_log`; null where nothing says which it was. */
  readonly id: string | null;
  readonly what: 'changed' | 'missing' | 'inserted' | 'tail_cut' | 'rewritten';
  /** One sentence. */
  readonly says: string;
}

export interface AuditVerdict {
  /** Lines whose hash was computed again, up to the first fault. */
  readonly verified: number;
  readonly anchors: number;
  readonly head: { readonly number: number; readonly hash: string } | null;
  /** Lines that wait to be chained. */
  readonly waiting: number;
  readonly waitingSeconds: number;
  readonly fault: AuditFault | null;
}

const batchMax = 2_000;

/**
 * Computes an app's chain again from its first line, compares it with what was told outside, and looks for lines that are
 * in no chain. Memory holds one batch; the app may go on writing.
 */
export async function verifyAudit(
  query: Query,
  app: string,
  anchors: AsyncIterable<Anchor> | Iterable<Anchor> = [],
): Promise<AuditVerdict> {
  const head = await headOf(query);
  const chain = await walk(query, app, head?.number ?? 0);
  const outside = await compareAnchors(query, anchors);
  const faults = [chain.fault, outside.fault].filter((fault) => fault !== null);
  const [first] = faults.sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
  const [waiting] = await query<{ lines: number; seconds: number }>(
    `select count(*)::int as lines, coalesce(greatest(0, extract(epoch from hub_now() - (
       select at from audit_log where id = (select min(id) from audit_pending)))), 0)::float8 as seconds
     from audit_pending`,
  );
  return {
    verified: chain.verified,
    anchors: outside.compared,
    head,
    waiting: waiting!.lines,
    waitingSeconds: waiting!.seconds,
    fault: first ?? (await inserted(query)),
  };
}

async function headOf(query: Query): Promise<AuditVerdict['head']> {
  const [head] = await query<{ number: string; hash: string }>(
    `select number, encode(hash, 'hex') as hash from audit_chain order by number desc limit 1`,
  );
  return head ? { number: Number(head.number), hash: head.hash } : null;
}

async function walk(
  query: Query,
  app: string,
  last: number,
): Promise<{ verified: number; fault: AuditFault | null }> {
  let before = chainBegin(app);
  for (let number = 0; number < last;) {
    const rows = await query<AuditLine & { number: string; audit_id: string; hash: Buffer }>(
      `select audit_chain.number, audit_chain.audit_id, audit_chain.hash, ${auditLineColumns}
       from audit_chain left join audit_log on audit_log.id = audit_chain.audit_id
       where audit_chain.number > $1 order by audit_chain.number limit ${batchMax}`,
      [number],
    );
    for (const row of rows) {
      number += 1;
      const fault = faultOf(row, number, before);
      if (fault) return { verified: number - 1, fault };
      before = row.hash;
    }
    if (rows.length === 0) break;
  }
  return { verified: last, fault: null };
}

function faultOf(
  row: AuditLine & { number: string; audit_id: string; hash: Buffer },
  number: number,
  before: Buffer,
): AuditFault | null {
  if (Number(row.number) !== number)
    return {
      number,
      id: null,
      what: 'missing',
      says: `There is no number ${number} in the chain; the next is ${row.number}.`,
    };
  if (row.id === null)
    return {
      number,
      id: row.audit_id,
      what: 'missing',
      says: `Line ${row.audit_id} was chained and is not in audit_log any more.`,
    };
  if (!hashOf(before, number, row).equals(row.hash))
    return {
      number,
      id: row.audit_id,
      what: 'changed',
      says: `Line ${row.audit_id}, or its place in the chain, is not what it was when it was chained.`,
    };
  return null;
}

/** The chain may be sound in itself and another than the one whose heads were told. */
async function compareAnchors(
  query: Query,
  anchors: AsyncIterable<Anchor> | Iterable<Anchor>,
): Promise<{ compared: number; fault: AuditFault | null }> {
  let compared = 0;
  let agreed = 0;
  const compare = async (batch: readonly Anchor[]): Promise<AuditFault | null> => {
    const rows = await query<{ number: string; hash: string }>(
      `select number, encode(hash, 'hex') as hash from audit_chain where number = any ($1::bigint[])`,
      [batch.map(({ number }) => number)],
    );
    const hashes = new Map(rows.map(({ number, hash }) => [Number(number), hash]));
    const [broken] = batch
      .filter(({ number, hash }) => hashes.get(number) !== hash)
      .sort((one, other) => one.number - other.number);
    if (broken) {
      const sound = batch.filter(({ number }) => number < broken.number).map(({ number }) => number);
      return anchorFault(broken, Math.max(agreed, ...sound), hashes.has(broken.number));
    }
    compared += batch.length;
    agreed = Math.max(agreed, ...batch.map(({ number }) => number));
    return null;
  };
  let batch: Anchor[] = [];
  for await (const anchor of anchors) {
    batch.push(anchor);
    if (batch.length < batchMax) continue;
    const fault = await compare(batch);
    if (fault) return { compared, fault };
    batch = [];
  }
  const fault = batch.length > 0 ? await compare(batch) : null;
  return { compared, fault };
}

function anchorFault({ number, at }: Anchor, agreed: number, exists: boolean): AuditFault {
  const since = agreed > 0 ? `Number ${agreed} is as it was told.` : 'No earlier number was told.';
  return exists
    ? {
        number,
        id: null,
        what: 'rewritten',
        says: `Number ${number} is another than the one that was told outside at ${at}: the chain was written anew before it. ${since}`,
      }
    : {
        number,
        id: null,
        what: 'tail_cut',
        says: `Number ${number} was told outside at ${at} and is not in the chain: its end was cut off. ${since}`,
      };
}

/** A line that no chain and no pointer knows was written past the trigger. */
async function inserted(query: Query): Promise<AuditFault | null> {
  const [row] = await query<{ id: string }>(
    `select id from audit_log
     where not exists (select from audit_chain where audit_id = audit_log.id)
       and not exists (select from audit_pending where audit_pending.id = audit_log.id)
     order by id limit 1`,
  );
  if (!row) return null;
  return {
    number: null,
    id: row.id,
    what: 'inserted',
    says: `Line ${row.id} is in audit_log and in no chain: it was put there past the hub, or its place in the chain was taken away.`,
  };
}
