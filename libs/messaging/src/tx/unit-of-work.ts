import { isId, uuidv7 } from '#libs/kernel';
import type { Client, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { DataSource, EntityTarget, ObjectLiteral, QueryRunner } from 'typeorm';
import { isRetryable } from './failures.js';
import { answerAgain, keepAnswer } from './idempotency.js';
import type { Actor, Cause, CommandContext, Query, Tx } from './tx.js';

const attemptsMax = 3;

/** Opens transactions: as an organization (row level security), or as the app itself (consumers, timers). */
export class UnitOfWork {
  constructor(
    private readonly asOrganization: DataSource,
    private readonly asWorker: DataSource,
  ) {}

  /**
   * Runs what a person asked for. The answer is kept under the idempotency key in the same transaction, so a repeat gets
   * the first answer; what lost against another transaction is tried again, since nothing has happened yet.
   */
  async command<Answer>(context: CommandContext, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    const { actor, idempotency } = context;
    for (let attempt = 1; ; attempt += 1) {
      let isRepeat = false;
      try {
        return await inTransaction<Answer, Answer | undefined>(this.asOrganization, context, {
          first: (query) => answerAgain<Answer>(query, actor, idempotency),
          work: async (tx, kept) => {
            if (kept === undefined) return work(tx);
            idempotency.replayed = isRepeat = true;
            return kept;
          },
          last: async (tx, answer) => {
            if (!isRepeat) await keepAnswer(tx, idempotency, answer);
          },
        });
      } catch (error) {
        if (attempt >= attemptsMax || !isRetryable(error)) throw error;
      }
    }
  }

  /** Reads as one organization: rows it is not party to do not exist. */
  query<Answer>(actor: Actor, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return inTransaction(this.asOrganization, { actor, cause: {} }, { work });
  }

  /** Acts as the app itself: consumers and timers. What is read `first` needs no round trip of its own. */
  worker<Answer, Found = undefined>(
    cause: Cause,
    work: (tx: Tx, found: Found) => Promise<Answer>,
    first?: (query: Query) => Promise<Found>,
  ): Promise<Answer> {
    return inTransaction<Answer, Found>(this.asWorker, { cause }, { work, ...(first ? { first } : {}) });
  }

  /** As a worker, for what an operator asks and may take long: it reads a whole log, and waits for others between its statements. */
  longWorker<Answer>(work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return inTransaction(this.asWorker, { cause: {}, isLong: true }, { work });
  }
}

interface TransactionContext {
  readonly actor?: Actor;
  readonly cause: Cause;
  readonly ifMatch?: number;
  /** Without the limits of a request's statements. */
  readonly isLong?: boolean;
}

const longMilliseconds = 3_600_000;
const limitsOf = ({ isLong }: TransactionContext) => (isLong ? { query_timeout: longMilliseconds } : {});

interface TransactionWork<Answer, Found> {
  /** Sent behind the begin. */
  first?(query: Query): Promise<Found>;
  work(tx: Tx, found: Found): Promise<Answer>;
  /** Sent before the commit. */
  last?(tx: Tx, answer: Answer): Promise<void>;
}

/**
 * The connection is pipelined: what does not wait for an answer is sent behind what went before. A statement that fails
 * makes PostgreSQL refuse the rest and turn the commit into a rollback, so that nothing is lost by not waiting.
 */
async function inTransaction<Answer, Found>(
  dataSource: DataSource,
  context: TransactionContext,
  { first, work, last }: TransactionWork<Answer, Found>,
): Promise<Answer> {
  const runner = dataSource.createQueryRunner();
  let client: PoolClient | undefined;
  const later: Later = { effects: [], gathered: [], written: [] };
  try {
    client = (await runner.connect()) as PoolClient;
    const [now, found] = await Promise.all([begin(client, context), first?.(queryOn(client))]);
    markTransaction(runner, true);
    const tx = transaction(runner, client, now, context, later);
    const answer = await work(tx, found as Found);
    await writeGathered(tx, later);
    const written = [...later.written, ...(last ? [last(tx, answer)] : [])];
    const committed = send(client, { text: 'commit', ...limitsOf(context) });
    await firstFailureOf([...written, committed]);
    // PostgreSQL answers the commit of a failed transaction with a rollback, not with an error.
    if ((await committed).command !== 'COMMIT')
      throw new Error('An error of the database was swallowed: nothing was committed.');
    for (const effect of later.effects) effect();
    return answer;
  } catch (error) {
    // Where a statement that nobody waited for failed, what followed it knows only that something had.
    const cause = await firstFailureOf(later.written).catch((failure: unknown) => failure);
    await client?.query('rollback').catch(() => undefined);
    throw cause ?? error;
  } finally {
    markTransaction(runner, false);
    await runner.release();
  }
}

/** Waits for all, and throws what went wrong first. */
async function firstFailureOf(sent: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(sent))
    if (outcome.status === 'rejected') throw outcome.reason;
}

/** What is done at the end of a transaction, and after it. */
interface Later {
  effects: (() => void)[];
  gathered: { item: unknown; write: (tx: Tx, items: readonly never[]) => Promise<void> }[];
  written: Promise<unknown>[];
}

async function writeGathered(tx: Tx, { gathered }: Later): Promise<void> {
  for (const write of new Set(gathered.map((one) => one.write)))
    await write(
      tx,
      gathered.filter((one) => one.write === write).map(({ item }) => item as never),
    );
}

/** TypeORM refuses to lock rows where it does not know of the transaction; ours begins in one round trip with its settings. */
function markTransaction(runner: QueryRunner, active: boolean): void {
  (runner as { isTransactionActive: boolean }).isTransactionActive = active;
}

/** Begin, name the organization for this transaction, read the time: one round trip. */
async function begin(client: PoolClient, { actor, isLong }: TransactionContext): Promise<Date> {
  const organization = actor?.organizationId ?? '';
  if (organization !== '' && !isId(organization)) throw new Error('The organization of a token is a UUID.');
  const text = `begin; select set_config('hub.organization', '${organization}', true), hub_now() as now${
    isLong ? '; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0' : ''
  }`;
  const results = (await send(client, { text })) as unknown as { rows: { now: Date }[] }[];
  return results[1]!.rows[0]!.now;
}

function transaction(
  runner: QueryRunner,
  client: PoolClient,
  now: Date,
  context: TransactionContext,
  later: Later,
): Tx {
  const query = queryOn(client, limitsOf(context));
  return {
    manager: runner.manager,
    now,
    actor: context.actor,
    cause: context.cause,
    ifMatch: context.ifMatch,
    newId: () => uuidv7(now),
    query,
    write: (sql, parameters) => {
      const written = query(sql, parameters);
      written.catch(() => undefined);
      later.written.push(written);
    },
    lock: <Row extends ObjectLiteral>(entity: EntityTarget<Row>, id: string) =>
      runner.manager
        .createQueryBuilder(entity, 'row')
        .setLock('pessimistic_write')
        .where('row.id = :id', { id })
        .getOne(),
    because: (cause) => transaction(runner, client, now, { ...context, cause }, later),
    savepoint: async (work) => {
      const before = {
        effects: later.effects.length,
        gathered: later.gathered.length,
        written: later.written.length,
      };
      await client.query('savepoint inner_work');
      try {
        const result = await work();
        await firstFailureOf(later.written.slice(before.written));
        await client.query('release savepoint inner_work');
        return result;
      } catch (error) {
        // As at the end of a transaction: what failed first says why, and whether it may succeed later.
        const cause = await firstFailureOf(later.written.slice(before.written)).catch(
          (failure: unknown) => failure,
        );
        await client.query('rollback to savepoint inner_work');
        later.effects.length = before.effects;
        later.gathered.length = before.gathered;
        later.written.length = before.written;
        throw cause ?? error;
      }
    },
    gather: (item, write) => void later.gathered.push({ item, write }),
    afterCommit: (effect) => void later.effects.push(effect),
  };
}

const queryOn =
  (client: PoolClient, limits: { query_timeout?: number } = {}): Query =>
  async <Row extends ObjectLiteral>(sql: string, parameters: readonly unknown[] = []) =>
    (await send<Row>(client, { ...prepared(sql, parameters), ...limits })).rows;

/** What one turn of the event loop sends goes out in one write: each write costs a system call here and a wake-up there. */
function send<Row extends QueryResultRow>(
  client: PoolClient,
  statement: QueryConfig,
): Promise<QueryResult<Row>> {
  const { stream } = (client as unknown as Client).connection;
  if (stream.writableCorked === 0) {
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
  return client.query<Row>(statement);
}

const names = new Map<string, string>();
const namesMax = 500;

/** Planned once a connection instead of once a call: row level security makes planning dearer than most of these statements. */
function prepared(text: string, parameters: readonly unknown[]) {
  const values = [...parameters];
  if (!names.has(text)) {
    if (values.length === 0 || names.size >= namesMax) return { text, values };
    names.set(text, `hub ${names.size + 1}`);
  }
  return { name: names.get(text)!, text, values };
}
