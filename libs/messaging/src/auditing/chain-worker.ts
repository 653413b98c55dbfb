import { silent, type Log } from '../observing.js';
import { wakeable } from '../relay/wakeable.js';
import type { Query, Tx } from '../tx/tx.js';
import type { UnitOfWork } from '../tx/unit-of-work.js';
import { tellAccess } from './tell-access.js';
import { auditLineColumns, chainBegin, hashOf, type AuditLine } from './chain.js';

/** The end of a chain: who knows it notices when the chain is cut before it, or written anew. */
export interface ChainHead {
  readonly number: number;
  /** Hexadecimal. */
  readonly hash: string;
  readonly at: Date;
}

export interface AuditChainOptions {
  readonly app: string;
  readonly unitOfWork: UnitOfWork;
  readonly log?: Log;
  /** Tells a head outside the database: once a minute where it has moved, and at the end. */
  tellHead(head: ChainHead): Promise<void> | void;
}

const batchMax = 500;
const pollMilliseconds = 500;
const tellMilliseconds = 60_000;

interface Found {
  readonly mine: boolean;
  readonly head: { number: number; hash: Buffer };
  readonly lines: readonly AuditLine[];
}

/**
 * Gives each committed line of the audit its number and hash, behind those who write: they wait for nobody. One an app is
 * active, the holder of a lock that ends with its transaction. Lines are found by pointers, not by a cursor over ids: an id
 * is taken before its transaction commits, and a cursor would pass by those that commit late.
 */
export class AuditChainWorker {
  private readonly waker = wakeable();
  private readonly log: Log;
  private stopping = false;
  private running: Promise<void> | undefined;
  private head: ChainHead | undefined;
  private told = 0;
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: AuditChainOptions) {
    this.log = options.log ?? silent;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.waker.wake();
    await this.running;
  }

  /** Chains everything that waits; returns how many lines. */
  async runOnce(): Promise<number> {
    for (let chained = 0; ;) {
      const batch = await this.chainBatch();
      chained += batch;
      if (batch < batchMax) return chained;
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.runOnce();
        await this.tell(tellMilliseconds);
      } catch (error) {
        this.log.warn({ error: String(error) }, 'The audit waits to be chained.');
      }
      await this.waker.sleep(pollMilliseconds);
    }
    await this.tell(0).catch(() => undefined);
  }

  private async chainBatch(): Promise<number> {
    const { unitOfWork } = this.options;
    const chained = await unitOfWork.worker({}, (tx, found) => this.chain(tx, found), this.find);
    if (!chained) return 0;
    this.head = chained.head;
    return chained.lines;
  }

  /** Sent together; each statement sees what was committed before it, so that the head is read behind the lock. */
  private readonly find = async (query: Query): Promise<Found> => {
    const [locked, heads, lines] = await Promise.all([
      query<{ mine: boolean }>(
        `select pg_try_advisory_xact_lock(hashtextextended('audit chain', 0)) as mine`,
      ),
      query<{ number: string; hash: Buffer }>(
        'select number, hash from audit_chain order by number desc limit 1',
      ),
      query<AuditLine>(
        // Lateral, and fenced by its offset: each line is looked up, however many the audit holds.
        `select ${auditLineColumns} from (select id from audit_pending order by id limit ${batchMax}) pending
         cross join lateral (select * from audit_log where audit_log.id = pending.id offset 0) audit_log
         order by pending.id`,
      ),
    ]);
    const [head] = heads;
    return {
      mine: locked[0]!.mine,
      head: head
        ? { number: Number(head.number), hash: head.hash }
        : { number: 0, hash: chainBegin(this.options.app) },
      lines,
    };
  };

  private async chain(
    tx: Tx,
    { mine, head, lines }: Found,
  ): Promise<{ head: ChainHead; lines: number } | undefined> {
    if (!mine || lines.length === 0) return undefined;
    let { number, hash } = head;
    const hashes = lines.map((line) => (hash = hashOf(hash, (number += 1), line)));
    tx.write(
      `with chained as (
         insert into audit_chain (number, audit_id, hash)
         select $1::bigint + place, audit_id, hash
         from unnest($2::bigint[], $3::bytea[]) with ordinality as line (audit_id, hash, place)
         returning audit_id
       )
       delete from audit_pending using chained where id = audit_id`,
      [head.number, lines.map(({ id }) => id), hashes],
    );
    await tellAccess(tx, this.options.app, lines);
    return { head: { number, hash: hash.toString('hex'), at: tx.now }, lines: lines.length };
  }

  private async tell(afterMilliseconds: number): Promise<void> {
    const { head } = this;
    if (!head || head.number === this.told || performance.now() - this.toldAt < afterMilliseconds) return;
    await this.options.tellHead(head);
    this.told = head.number;
    this.toldAt = performance.now();
  }
}
